package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Weights;
import jakarta.inject.Inject;

/**
 * One linear map over the patches, then one over the channels, as the reference has it (it applies
 * no activation). Legend: N pictures, P patches, K tokens, D width.
 */
public final class MlpMixerReducer implements TokenReducer {
    private final Linear tokenMixer;
    private final Linear channelMixer;

    /**
     * Declares {@code token_mixer.0} and {@code channel_mixer.0}; {@code encoder} gives P and D.
     */
    @Inject
    public MlpMixerReducer(MlpMixerConfig config, FeatureShape encoder, Weights weights) {
        tokenMixer = weights.linear("token_mixer.0", encoder.tokens(), config.tokens(), true);
        channelMixer = weights.linear("channel_mixer.0", encoder.width(), encoder.width(), true);
    }

    @Override
    public NDArray reduce(NDArray features) {
        try (NDArray channels = features.transpose(0, 2, 1); // [N, D, P]
                NDArray mixed = tokenMixer.apply(channels); // [N, D, K]
                NDArray tokens = mixed.transpose(0, 2, 1)) {
            return channelMixer.apply(tokens);
        }
    }

    @Override
    public FeatureShape output(FeatureShape encoder) {
        return new FeatureShape(tokenMixer.out(), encoder.width());
    }
}
