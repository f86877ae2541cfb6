package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.recipe.RenderSection;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Optional;

/** A decoder, and an encoder where there is one, without a language model. */
public final class RenderSession implements AutoCloseable {
    private final RuntimeSession runtime;
    private final ParameterStore store;
    private final VisionParts parts;
    private final Decoder decoder;

    /**
     * Builds the parts and fills their weights.
     *
     * @param section what to build
     * @param given shape of the visual tokens to render, where no encoder tells it
     * @throws ImagoException with everything that does not fit
     */
    public RenderSession(RuntimeSession runtime, RenderSection section, FeatureShape given) {
        this.runtime = runtime;
        if (section.decoder() == null) {
            throw new ImagoException(
                    ErrorCode.MISSING_KEY, "decoder", "is missing: the model draws no pixels");
        }
        store = runtime.newStore(runtime.manager());
        try {
            VisionAssembly assembly = new VisionAssembly(runtime.factory(), store.root());
            parts =
                    section.encoder() == null
                            ? null
                            : assembly.parts(
                                    section.encoder(), section.reducer(), section.normalize());
            decoder =
                    parts == null
                            ? assembly.decoder(section.name(), section.decoder(), given)
                            : assembly.decoder(section.name(), section.decoder(), parts);
            fill(section.weights(), section.name());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The encoder from a model folder, the decoder from there or from its own start. */
    private void fill(Path folder, String name) {
        DecoderFolder files = new DecoderFolder(store, decoder, name);
        if (folder != null) {
            try (Safetensors weights = Safetensors.open(folder)) {
                LoadRules declared =
                        LoadRules.EXACT.naming(key -> store.find(key).isPresent() ? key : null);
                store.load(weights, declared.optional(ModelAssembly.decodersGlob()));
            }
        }
        if (files.hasStart()) {
            files.readStart();
        } else if (folder != null && files.isIn(folder)) {
            files.readFrom(folder);
        } else {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder == null ? "decoder" : files.in(folder).toString(),
                    "is not there: no folder brings the decoder's weights");
        }
    }

    /** Pixels to visual tokens; empty without an encoder. */
    public Optional<VisionParts> parts() {
        return Optional.ofNullable(parts);
    }

    /** Visual tokens to pictures. */
    public Decoder decoder() {
        return decoder;
    }

    /** The kernels. */
    public Ops ops() {
        return runtime.ops();
    }

    /** The dtype of the weights. */
    public Precision precision() {
        return runtime.precision();
    }

    @Override
    public void close() {
        store.close();
    }
}
