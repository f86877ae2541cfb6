package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.projector.ContextPadding;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import jakarta.inject.Inject;

/** Projectors whose weights stand among the case's tensors. */
public final class PictureAdapterFamily implements ParityFamily {
    private static final String WEIGHTS = "weights/";
    private static final double PROJECTED = 2e-6;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    PictureAdapterFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        ProjectorConfig config =
                DiffusersJson.record(
                        recorded.file("case.json").toString(),
                        recorded.at("/config"),
                        ProjectorConfig.class);
        NDArray x = recorded.tensor("x");
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            Projector projector = Projectors.create(config, weights.root(), ops);
            weights.load(recorded.file("tensors.safetensors"), PictureAdapterFamily::name);
            NDArray projected = projector.project(x);
            found.tensor("expected", projected, recorded.tensor("expected"), PROJECTED, 0);
            NDArray padded = new ContextPadding(ops, config).pad(projected, x.getShape().get(1));
            String name = "expected_padded_to_77";
            found.tensor(name, padded, recorded.tensor(name), PROJECTED, 0);
        }
    }

    private static String name(String key) {
        return key.startsWith(WEIGHTS) ? key.substring(WEIGHTS.length()) : null;
    }
}
