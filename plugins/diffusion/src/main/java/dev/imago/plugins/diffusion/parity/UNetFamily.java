package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.blocks.Probe;
import dev.imago.plugins.diffusion.folder.PartFolder;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The UNet: predictions at several timesteps, block by block, and gradients. */
public final class UNetFamily implements ParityFamily {
    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    UNetFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        PartFolder folder = new PartFolder(recorded.file(recorded.text("/models/unet")));
        UNetConfig config = UNetConfig.read(folder.config());
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            UNet2DConditionModel unet = new UNet2DConditionModel(config, weights.root(), ops);
            weights.load(folder.weights(), UnaryOperator.identity());
            predictions(recorded, found, unet);
            weights.trainOnly(List.of("**"));
            gradients(recorded, found, unet, weights);
        }
    }

    private void predictions(RecordedCase recorded, Comparisons found, UNet2DConditionModel unet) {
        Allowed allowed = new Allowed(found);
        NDArray sample = recorded.tensor("sample");
        NDArray context = recorded.tensor("encoder_hidden_states");
        long rows = sample.getShape().get(0);
        JsonNode shown = recorded.at("/config/activation_timestep");
        for (JsonNode step : recorded.at("/config/timesteps")) {
            boolean probed = shown.isNumber() && shown.asDouble() == step.asDouble();
            Probe probe = probed ? new RecordedProbe(recorded, allowed, ops) : Probe.NONE;
            NDArray time = recorded.scope().full(new Shape(rows), step.floatValue());
            String name = "output.t" + step.asText();
            allowed.output(name, unet.apply(sample, time, context, probe), recorded.tensor(name));
        }
        NDArray mixed = unet.apply(sample, recorded.tensor("mixed_timesteps"), context);
        allowed.output("mixed_output", mixed, recorded.tensor("mixed_output"));
    }

    private static void gradients(
            RecordedCase recorded,
            Comparisons found,
            UNet2DConditionModel unet,
            StoredWeights weights) {
        NDArray sample = recorded.tensor("sample");
        NDArray context = recorded.tensor("encoder_hidden_states");
        sample.setRequiresGradient(true);
        context.setRequiresGradient(true);
        try (Autograd.Scope on = Autograd.on()) {
            NDArray predicted = unet.apply(sample, recorded.tensor("mixed_timesteps"), context);
            NDArray loss = predicted.sub(recorded.tensor("target")).square().mean();
            new Allowed(found).loss(loss.getFloat(), recorded.number("/expected/loss"));
            Autograd.backward(loss);
        }
        new Gradients(recorded, found)
                .compare(weights, Map.of("sample", sample, "encoder_hidden_states", context));
    }
}
