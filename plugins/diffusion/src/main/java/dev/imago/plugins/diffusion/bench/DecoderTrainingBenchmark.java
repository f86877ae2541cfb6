package dev.imago.plugins.diffusion.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.sampling.RowNoise;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A training step of a small UNet: noise told from eight noisy latents of 32×32, backward,
 * clipping, AdamW with its moments in the parameters' precision.
 */
public final class DecoderTrainingBenchmark implements Benchmark {
    private static final int BATCH = 8;
    private static final int SIDE = 32;
    private static final int ROWS = 77;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    DecoderTrainingBenchmark(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public Map<String, Double> measure(NDManager owner, Precision precision) {
        try (NDManager scope = owner.newSubManager();
                StoredWeights weights = stores.create(scope, precision)) {
            UNetConfig config = small();
            UNet2DConditionModel unet = new UNet2DConditionModel(config, weights.root(), ops);
            weights.initialise(0);
            weights.trainOnly(List.of("**"));
            Examples examples =
                    new Examples(
                            noise(scope, precision, new Shape(4, SIDE, SIDE)),
                            scope.full(new Shape(BATCH), 500f),
                            noise(
                                    scope,
                                    precision,
                                    new Shape(ROWS, config.crossAttentionDim().get(0))),
                            noise(scope, Precision.FP32, new Shape(4L * SIDE * SIDE)));
            Adam adam = new Adam(ops, weights, scope, precision);
            return Clock.time(
                    "step",
                    () -> {
                        backward(unet, examples, scope);
                        adam.step(scope);
                    });
        }
    }

    private static UNetConfig small() {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.put("sample_size", SIDE).put("cross_attention_dim", 256);
        keys.putArray("block_out_channels").add(64).add(128).add(256);
        return DiffusersJson.record("a small UNet", keys, UNetConfig.class);
    }

    /** Noisy latents, their times, contexts, and the noise that is to be told. */
    private record Examples(NDArray noisy, NDArray times, NDArray context, NDArray target) {}

    private void backward(UNet2DConditionModel unet, Examples examples, NDManager owner) {
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope recording = Autograd.on()) {
            NDArray noisy = examples.noisy().duplicate();
            noisy.attach(scope);
            NDArray told = unet.apply(noisy, examples.times(), examples.context());
            told.attach(scope);
            NDArray errors = ops.losses().mseRows(told.reshape(BATCH, -1), examples.target());
            errors.attach(scope);
            Autograd.backward(errors.mean());
        }
    }

    private NDArray noise(NDManager owner, Precision precision, Shape row) {
        List<Long> seeds = LongStream.range(0, BATCH).boxed().toList();
        return ops.cast(new RowNoise(seeds).next(owner, row), precision);
    }

    /** Clipping and AdamW on all of a store. */
    private static final class Adam {
        private static final ListOps.AdamW SETTINGS =
                new ListOps.AdamW(1e-4, 0.9, 0.999, 1e-8, 0.01);

        private final Ops ops;
        private final StoredWeights weights;
        private final NDList means = new NDList();
        private final NDList squares = new NDList();
        private int steps;

        Adam(Ops ops, StoredWeights weights, NDManager owner, Precision precision) {
            this.ops = ops;
            this.weights = weights;
            for (Parameter parameter : weights.parameters()) {
                means.add(ops.zeros(owner, parameter.shape(), precision));
                squares.add(ops.zeros(owner, parameter.shape(), precision));
            }
        }

        void step(NDManager owner) {
            steps++;
            try (NDManager scope = owner.newSubManager()) {
                NDList gradients = new NDList(weights.gradients(scope).values());
                ops.lists().clip(gradients, 1.0);
                NDList parameters = new NDList();
                weights.parameters().forEach(parameter -> parameters.add(parameter.value()));
                ops.lists().adamW(SETTINGS, steps, parameters, gradients, means, squares, null);
            }
            weights.clearGradients();
        }
    }
}
