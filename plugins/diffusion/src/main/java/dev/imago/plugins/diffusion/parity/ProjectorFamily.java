package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Autograd;
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
import dev.imago.plugins.diffusion.sampling.Guidance;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What lies around the UNet: projectors with their padding and gradients, guidance, and how the
 * encoder's features are pooled to visual tokens.
 */
public final class ProjectorFamily implements ParityFamily {
    private static final double PROJECTED = 2e-5;
    private static final double GUIDED = 1e-5;
    private static final double POOLED = 2e-6;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    ProjectorFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        if (recorded.has("/config/projector")) {
            projector(recorded, found);
        }
        if (recorded.hasTensor("prediction_negative")) {
            guidance(recorded, found);
        }
        recorded.at("/config")
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().has("source_tokens")) {
                                pooling(recorded, entry.getKey(), found);
                            }
                        });
    }

    private void projector(RecordedCase recorded, Comparisons found) {
        ProjectorConfig config =
                DiffusersJson.record(
                        recorded.file("case.json").toString(),
                        recorded.at("/config/projector"),
                        ProjectorConfig.class);
        NDArray embeddings = recorded.tensor("embeddings"); // [B, K, D]
        long tokens = embeddings.getShape().get(1);
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            Projector projector = Projectors.create(config, weights.root(), ops);
            weights.load(
                    recorded.file(recorded.text("/models/projector")), UnaryOperator.identity());
            weights.trainOnly(List.of("**"));
            NDArray projected = backward(recorded, found, projector, embeddings);
            new Gradients(recorded, found).compare(weights, Map.of("embeddings", embeddings));
            training(recorded, found, config, projected, tokens);
            inference(recorded, found, config, projected, tokens);
        }
    }

    private NDArray backward(
            RecordedCase recorded, Comparisons found, Projector projector, NDArray embeddings) {
        embeddings.setRequiresGradient(true);
        try (Autograd.Scope on = Autograd.on()) {
            NDArray projected = projector.project(embeddings);
            found.tensor("projected", projected, recorded.tensor("projected"), PROJECTED, 0);
            NDArray loss = projected.mul(recorded.tensor("gradient_weights")).mean();
            found.number(
                    "probe_loss",
                    loss.getFloat(),
                    recorded.number("/expected/probe_loss"),
                    1e-6,
                    1e-4);
            Autograd.backward(loss);
            return projected;
        }
    }

    /** The context as the reference's training has it. */
    private void training(
            RecordedCase recorded,
            Comparisons found,
            ProjectorConfig config,
            NDArray projected,
            long tokens) {
        ContextPadding padding =
                new ContextPadding(ops, config.padded(ProjectorConfig.BY_VISION_TOKENS));
        NDArray context = padding.pad(projected, tokens);
        found.exact(
                "training_tokens",
                new long[] {context.getShape().get(1)},
                new long[] {(long) recorded.number("/expected/training_tokens")});
        if (recorded.hasTensor("conditioning_training")) {
            NDArray expected = recorded.tensor("conditioning_training");
            found.tensor("conditioning_training", context, expected, PROJECTED, 0);
        }
    }

    /** The context as the reference's demo has it, or its refusal. */
    private void inference(
            RecordedCase recorded,
            Comparisons found,
            ProjectorConfig config,
            NDArray projected,
            long tokens) {
        ContextPadding padding = new ContextPadding(ops, config);
        if (recorded.has("/expected/inference_padding")) {
            found.holds("inference_padding", refuses(padding, projected, tokens), "was accepted");
            return;
        }
        NDArray context = padding.pad(projected, tokens);
        found.exact(
                "inference_tokens",
                new long[] {context.getShape().get(1)},
                new long[] {(long) recorded.number("/config/inference_tokens")});
        NDArray none = padding.unconditional(context);
        found.tensor("negative", none, context.zerosLike(), 0, 0);
    }

    private static boolean refuses(ContextPadding padding, NDArray projected, long tokens) {
        try (NDArray padded = padding.pad(projected, tokens)) {
            return padded == null;
        } catch (ImagoException e) {
            return true;
        }
    }

    private static void guidance(RecordedCase recorded, Comparisons found) {
        NDArray negative = recorded.tensor("prediction_negative");
        NDArray positive = recorded.tensor("prediction_positive");
        int rows = (int) positive.getShape().get(0);
        for (String scale : recorded.tensorsBelow("guided.")) {
            Guidance guidance = new Guidance(Collections.nCopies(rows, Double.parseDouble(scale)));
            found.tensor(
                    "guided." + scale,
                    guidance.apply(negative, positive),
                    recorded.tensor("guided." + scale),
                    GUIDED,
                    0);
        }
    }

    /** By the components that a recipe would name for it. */
    private void pooling(RecordedCase recorded, String name, Comparisons found) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.put("tokens", (int) recorded.number("/config/" + name + "/num_tokens"));
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            TokenReducer reducer =
                    recorded.component(TokenReducer.class, "interpolation", keys, weights.root());
            FeatureNorm norm = recorded.component(FeatureNorm.class, "l2", keys, weights.root());
            NDArray features = recorded.tensor(name + ".features");
            found.tensor(
                    name + ".pooled",
                    norm.normalise(reducer.reduce(features)),
                    recorded.tensor(name + ".pooled"),
                    POOLED,
                    0);
        }
    }
}
