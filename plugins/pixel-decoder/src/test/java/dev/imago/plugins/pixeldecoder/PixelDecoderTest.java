package dev.imago.plugins.pixeldecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PixelDecoderTest {
    private static final int TOKENS = 4;
    private static final int WIDTH = 12;
    private static final int SIDE = 8;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private NDManager manager;
    private Ops ops;

    @BeforeEach
    void open() {
        manager = leaks.manager();
        ops = new Ops(manager);
    }

    private static PixelDecoderConfig config(double featureWeight) {
        return new PixelDecoderConfig(List.of(16, 8), 3.0, featureWeight);
    }

    private PixelDecoder decoder(ParameterStore store, double featureWeight, int tokens) {
        return new PixelDecoder(
                config(featureWeight),
                store.root(),
                new FeatureShape(tokens, WIDTH),
                new QuarterEncoder(),
                new Kept(),
                new Unit(),
                ops,
                store.precision());
    }

    private ParameterStore store(Precision precision) {
        return new ParameterStore(ops, manager, precision);
    }

    /** Pixels of each quarter of a picture of twice the side: {@code [N, 4, 12]}. */
    private final class QuarterEncoder implements Encoder {
        @Override
        public NDArray encode(NDArray pixels) {
            NDArray x = pixels.reshape(pixels.getShape().get(0), 3, 2, 2, 2, 2);
            return x.transpose(0, 2, 4, 1, 3, 5).reshape(-1, TOKENS, WIDTH);
        }

        @Override
        public FeatureShape output() {
            return new FeatureShape(TOKENS, WIDTH);
        }

        @Override
        public Preprocessing preprocessing() {
            List<Double> half = List.of(0.5, 0.5, 0.5);
            return new Preprocessing(4, half, half, "bilinear");
        }
    }

    private static final class Kept implements TokenReducer {
        @Override
        public NDArray reduce(NDArray features) {
            return features;
        }

        @Override
        public FeatureShape output(FeatureShape encoder) {
            return encoder;
        }
    }

    private final class Unit implements FeatureNorm {
        @Override
        public NDArray normalise(NDArray features) {
            return ops.l2Normalize(features, 1e-12);
        }

        @Override
        public NDArray project(NDArray prediction) {
            return normalise(prediction);
        }
    }

    /** Pictures with the tokens the encoder sees in them. */
    private ImageExamples examples(int count, NDManager owner) {
        NDArray coarse = owner.randomUniform(0, 1, new Shape(count, 3, 4, 4));
        NDArray pixels = coarse.repeat(2, 2).repeat(3, 2);
        ImageTokens tokens =
                new ImageTokens(new QuarterEncoder(), new Kept(), new Unit(), ops, Precision.FP32);
        try (Autograd.Scope off = Autograd.off()) {
            return new ImageExamples(tokens.of(pixels), pixels);
        }
    }

    @Test
    void renders_pixels_between_0_and_1_in_float32() {
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            ParameterStore store = store(precision);
            PixelDecoder decoder = decoder(store, 0, TOKENS);
            store.initialise(1);
            try (Autograd.Scope off = Autograd.off()) {
                NDArray tokens = manager.randomNormal(new Shape(3, TOKENS, WIDTH));
                NDArray pixels = decoder.render(tokens, RenderOptions.DEFAULT);
                assertThat(pixels.getShape()).isEqualTo(new Shape(3, 3, SIDE, SIDE));
                for (float value : pixels.toFloatArray()) {
                    assertThat(value).isBetween(0f, 1f);
                }
            }
        }
    }

    @Test
    void losses_of_shards_add_up() {
        ParameterStore store = store(Precision.FP32);
        PixelDecoder decoder = decoder(store, 0.5, TOKENS);
        store.initialise(1);
        ImageExamples all = examples(6, manager);
        ImageExamples few = new ImageExamples(all.tokens().get(":2"), all.pixels().get(":2"));
        ImageExamples rest = new ImageExamples(all.tokens().get("2:"), all.pixels().get("2:"));
        double whole = loss(decoder, all).total().getFloat();
        double parts =
                loss(decoder, few).total().getFloat() + loss(decoder, rest).total().getFloat();
        assertThat(parts).isCloseTo(whole, within(1e-5));
        assertThat(loss(decoder, all).terms()).containsOnlyKeys("pixels", "features");
    }

    private Loss loss(PixelDecoder decoder, ImageExamples shard) {
        Counts totals = new Counts(Map.of("images", 6L));
        return decoder.objective().loss(shard, totals, shard.pixels().getManager());
    }

    @Test
    void learns_pixels_and_what_the_encoder_sees_in_them() {
        ParameterStore store = store(Precision.FP32);
        PixelDecoder decoder = decoder(store, 0.5, TOKENS);
        store.initialise(1);
        store.trainOnly(List.of("**"));
        ImageExamples all = examples(6, manager);
        Map<String, Double> before = step(decoder, store, all, 1);
        for (int step = 2; step < 60; step++) {
            step(decoder, store, all, step);
        }
        Map<String, Double> after = step(decoder, store, all, 60);
        assertThat(after.get("pixels")).isLessThan(0.75 * before.get("pixels"));
        assertThat(after.get("features")).isLessThan(0.4 * before.get("features"));
    }

    private final NDList means = new NDList();
    private final NDList squares = new NDList();

    private Map<String, Double> step(
            PixelDecoder decoder, ParameterStore store, ImageExamples all, int step) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope on = Autograd.on()) {
            Loss loss = decoder.objective().loss(all, new Counts(Map.of("images", 6L)), scope);
            Autograd.backward(loss.total());
            NDList parameters = new NDList();
            NDList gradients = new NDList();
            for (Parameter parameter : store.trainable()) {
                NDArray value = parameter.value();
                parameters.add(value);
                gradients.add(Autograd.gradient(value).orElseThrow());
                if (step == 1) {
                    means.add(manager.zeros(value.getShape()));
                    squares.add(manager.zeros(value.getShape()));
                }
            }
            ListOps.AdamW adam = new ListOps.AdamW(0.01, 0.9, 0.98, 1e-8, 0);
            ops.lists().adamW(adam, step, parameters, gradients, means, squares, null);
            store.clearGradients();
            return loss.terms();
        }
    }

    @Test
    void rendering_leaves_nothing_behind() {
        ParameterStore store = store(Precision.FP32);
        PixelDecoder decoder = decoder(store, 0, TOKENS);
        store.initialise(1);
        NDArray tokens = manager.randomNormal(new Shape(3, TOKENS, WIDTH));
        leaks.assertSteady(
                () -> {
                    try (Autograd.Scope off = Autograd.off()) {
                        decoder.render(tokens, RenderOptions.DEFAULT).close();
                    }
                });
    }

    @Test
    void refuses_what_it_cannot_do() {
        assertThatThrownBy(() -> decoder(store(Precision.FP32), 0, 5))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("needs a square number of visual tokens, not 5");
        assertThatThrownBy(() -> new PixelDecoderConfig(List.of(20), null, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("channels has 20, expected multiples of 8");
    }
}
