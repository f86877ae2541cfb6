package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import jakarta.inject.Inject;

/** Every patch becomes a visual token. */
public final class NoReducer implements TokenReducer {
    private final NoReducerConfig config;

    /** Declares nothing: it has no parameters. */
    @Inject
    public NoReducer(NoReducerConfig config) {
        this.config = config;
    }

    @Override
    public NDArray reduce(NDArray features) {
        check(features.getShape().get(1));
        return features.reshape(features.getShape());
    }

    @Override
    public FeatureShape output(FeatureShape encoder) {
        check(encoder.tokens());
        return encoder;
    }

    private void check(long patches) {
        if (config.tokens() != null && config.tokens() != patches) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.reducer",
                    "keeps all patches, but the encoder gives "
                            + patches
                            + " and tokens is "
                            + config.tokens());
        }
    }
}
