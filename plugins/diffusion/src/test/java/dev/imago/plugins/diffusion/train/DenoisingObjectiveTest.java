package dev.imago.plugins.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.Counts;
import dev.imago.api.train.DecoderObjective.Prepared;
import dev.imago.api.train.Objective;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.projector.GridConfig;
import dev.imago.plugins.diffusion.projector.GridProjector;
import dev.imago.plugins.diffusion.projector.Projector;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.sampling.Denoiser;
import dev.imago.plugins.diffusion.sampling.LatentSpace;
import dev.imago.plugins.diffusion.sampling.PixelSpace;
import dev.imago.plugins.diffusion.sampling.VaeSpace;
import dev.imago.plugins.diffusion.scheduler.NoiseSchedule;
import dev.imago.plugins.diffusion.scheduler.Prediction;
import dev.imago.plugins.diffusion.scheduler.SchedulerConfig;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DenoisingObjectiveTest {
    private static final Counts THREE = new Counts(Map.of("images", 3L));

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private Ops ops;
    private ParameterStore store;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
        store = new ParameterStore(ops, leaks.manager(), Precision.FP32);
    }

    private static ObjectNode keys() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static UNetConfig unet(int in, int out) {
        ObjectNode keys = keys();
        keys.put("sample_size", 4).put("in_channels", in).put("out_channels", out);
        keys.put("cross_attention_dim", 16).put("attention_head_dim", 2);
        keys.put("norm_num_groups", 4).put("layers_per_block", 1);
        keys.putArray("block_out_channels").add(8).add(16);
        return DiffusersJson.record("test", keys, UNetConfig.class);
    }

    private static VaeConfig vae() {
        ObjectNode keys = keys();
        keys.put("norm_num_groups", 4).put("layers_per_block", 1).put("latent_channels", 4);
        keys.putArray("block_out_channels").add(8).add(8);
        keys.putArray("down_block_types").add("DownEncoderBlock2D").add("DownEncoderBlock2D");
        keys.putArray("up_block_types").add("UpDecoderBlock2D").add("UpDecoderBlock2D");
        return DiffusersJson.record("test", keys, VaeConfig.class);
    }

    /** The parts of a decoder, as a model would put them together. */
    private record Parts(
            Projector projector,
            ProjectorConfig projectorConfig,
            Optional<GridProjector> grid,
            LatentSpace space,
            Denoiser denoiser,
            Optional<AutoencoderKL> vae,
            SchedulerConfig schedulerConfig)
            implements DenoisingDecoder {
        @Override
        public NDArray render(NDArray tokens, RenderOptions options) {
            throw new UnsupportedOperationException("nothing is rendered here");
        }
    }

    private DenoisingDecoder decoder(VaeConfig vae) {
        return decoder(vae, 6);
    }

    private DenoisingDecoder decoder(VaeConfig vae, int contextTokens) {
        ProjectorConfig projector =
                new ProjectorConfig(null, 10, 12, 16, null, null, null, contextTokens, null);
        Weights root = store.root();
        Optional<AutoencoderKL> autoencoder =
                Optional.ofNullable(vae)
                        .map(config -> new AutoencoderKL(config, root.at("vae"), ops));
        // Latents of four channels, or squares of 2×2 pixels with a grid of two channels.
        UNetConfig unet = vae == null ? unet(14, 12) : unet(4, 4);
        DenoisingDecoder decoder =
                new Parts(
                        Projectors.create(projector, root.at("projector"), ops),
                        projector,
                        vae == null ? Optional.of(grid(root)) : Optional.empty(),
                        autoencoder
                                .<LatentSpace>map(a -> new VaeSpace(a, ops, Precision.FP32, 0))
                                .orElseGet(() -> new PixelSpace(ops, 2)),
                        new Denoiser(
                                new UNet2DConditionModel(unet, root.at("unet"), ops),
                                false,
                                ops,
                                Precision.FP32),
                        autoencoder,
                        SchedulerConfig.stableDiffusion());
        store.initialise(3);
        return decoder;
    }

    private GridProjector grid(Weights root) {
        FeatureShape visual = new FeatureShape(4, 10);
        return new GridProjector(
                new GridConfig(2, List.of(8, 8), false), visual, 4, root.at("grid"), ops);
    }

    private DenoisingObjective objective(String unet, double dropout, Double minSnr) {
        return new DenoisingObjective(
                new DenoisingConfig(unet, null, dropout, 0.1, minSnr, null, null, null),
                ops,
                Precision.FP32);
    }

    private ImageExamples examples(int count, NDManager scope) {
        NDArray tokens = scope.randomNormal(0, 1, new Shape(count, 4, 10), DataType.FLOAT32);
        NDArray pixels = scope.randomUniform(0, 1, new Shape(count, 3, 8, 8));
        long[] seeds = new long[count];
        Arrays.setAll(seeds, i -> 77 + i);
        return new ImageExamples(tokens, pixels, null, seeds);
    }

    private static ImageExamples some(ImageExamples all, int from, int to) {
        String rows = from + ":" + to;
        return new ImageExamples(
                all.tokens().get(rows),
                all.pixels().get(rows),
                null,
                Arrays.copyOfRange(all.seeds(), from, to));
    }

    private double loss(Objective<ImageExamples> objective, ImageExamples shard, NDManager scope) {
        return objective.loss(shard, THREE, scope).total().getFloat();
    }

    @Test
    void losses_of_shards_add_up_to_that_of_the_batch() {
        for (Double minSnr : new Double[] {null, 5.0}) {
            Objective<ImageExamples> objective =
                    objective("unfrozen", 0.3, minSnr).over(decoder(null));
            try (NDManager scope = leaks.manager().newSubManager();
                    Autograd.Scope off = Autograd.off()) {
                ImageExamples all = examples(3, scope);
                double whole = loss(objective, all, scope);
                double parts =
                        loss(objective, some(all, 0, 1), scope)
                                + loss(objective, some(all, 1, 3), scope);
                assertThat(parts).isCloseTo(whole, within(1e-5 * whole));
                assertThat(whole).isPositive();
            }
        }
    }

    @Test
    void min_snr_weights_are_those_of_the_paper() {
        assertWeights(
                0,
                5,
                Map.of(
                        Prediction.EPSILON, new double[] {1, 1, 1, 0.5, 0.05},
                        Prediction.V_PREDICTION,
                                new double[] {0, 2 / 3.0, 5 / 6.0, 5 / 11.0, 5 / 101.0},
                        Prediction.SAMPLE, new double[] {0, 2, 5, 5, 5}));
    }

    @Test
    void a_floor_keeps_levels_of_mostly_noise() {
        assertWeights(
                1,
                Double.POSITIVE_INFINITY,
                Map.of(Prediction.SAMPLE, new double[] {1, 2, 5, 10, 100}));
        assertWeights(
                4,
                10,
                Map.of(
                        Prediction.SAMPLE, new double[] {4, 4, 5, 10, 10},
                        Prediction.V_PREDICTION,
                                new double[] {4, 4 / 3.0, 5 / 6.0, 10 / 11.0, 10 / 101.0}));
    }

    private static void assertWeights(
            double floor, double gamma, Map<Prediction, double[]> expected) {
        double[] ratios = {0, 2, 5, 10, 100};
        expected.forEach(
                (prediction, weights) -> {
                    DenoisingLoss.Terms terms =
                            new DenoisingLoss.Terms(prediction, 0, floor, gamma);
                    for (int i = 0; i < ratios.length; i++) {
                        assertThat(DenoisingLoss.weight(terms, ratios[i]))
                                .as(prediction + " at " + ratios[i])
                                .isCloseTo(weights[i], within(1e-12));
                    }
                });
    }

    @Test
    void a_floor_needs_a_decoder_that_does_not_predict_noise() {
        DenoisingConfig config = new DenoisingConfig(null, null, null, null, null, 1.0, null, null);
        DenoisingDecoder decoder = decoder(null);
        assertThatThrownBy(() -> new DenoisingObjective(config, ops, Precision.FP32).rates(decoder))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("objective.snr_floor")
                .hasMessageContaining("v_prediction or sample");
    }

    @Test
    void an_example_s_loss_is_weighted_by_the_level_that_it_is_noised_to() {
        DenoisingDecoder decoder = decoder(null);
        NoiseSchedule schedule = NoiseSchedule.of(decoder.schedulerConfig());
        Objective<ImageExamples> plain = objective("unfrozen", 0, null).over(decoder);
        Objective<ImageExamples> weighted = objective("unfrozen", 0, 5.0).over(decoder);
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope off = Autograd.off()) {
            for (int seed = 0; seed < 12; seed++) {
                ImageExamples drawn = examples(1, scope);
                long[] seeds = {seed};
                ImageExamples one = new ImageExamples(drawn.tokens(), drawn.pixels(), null, seeds);
                Shape latents = new Shape(12, 4, 4);
                long level =
                        Draws.of(seeds, false, 0, schedule.levels(), latents, scope).timesteps()[0];
                double weight = Math.min(1, 5 / schedule.snr(level));
                double expected = weight * loss(plain, one, scope);
                assertThat(loss(weighted, one, scope))
                        .as("level " + level)
                        .isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @Test
    void a_level_of_nothing_but_noise_has_a_weight() {
        ObjectNode keys = keys().put("rescale_betas_zero_snr", true);
        NoiseSchedule schedule = NoiseSchedule.of(SchedulerConfig.read(keys));
        double snr = schedule.snr(schedule.levels() - 1);
        assertThat(snr).isZero();
        assertThat(DenoisingLoss.weight(new DenoisingLoss.Terms(Prediction.EPSILON, 0, 0, 5), snr))
                .isEqualTo(1);
        assertThat(
                        DenoisingLoss.weight(
                                new DenoisingLoss.Terms(Prediction.V_PREDICTION, 0, 0, 5), snr))
                .isZero();
    }

    @Test
    void a_step_leaves_nothing_behind() {
        Objective<ImageExamples> objective = objective("unfrozen", 0.1, 5.0).over(decoder(null));
        store.trainOnly(List.of("projector.**", "grid.**", "unet.**"));
        leaks.assertSteady(
                () -> {
                    try (NDManager scope = leaks.manager().newSubManager();
                            Autograd.Scope on = Autograd.on()) {
                        Autograd.backward(objective.loss(examples(3, scope), THREE, scope).total());
                    }
                    store.clearGradients();
                });
    }

    @Test
    void where_every_condition_is_dropped_the_projectors_gradients_are_zero_and_there() {
        Objective<ImageExamples> objective = objective("frozen", 1, null).over(decoder(null));
        store.trainOnly(List.of("projector.**", "grid.**"));
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            Autograd.backward(objective.loss(examples(3, scope), THREE, scope).total());
            Map<String, NDArray> gradients = store.gradients(scope);
            assertThat(gradients).isNotEmpty();
            gradients.values().forEach(g -> assertThat(g.abs().max().getFloat()).isZero());
        }
    }

    @Test
    void a_projector_whose_rows_fill_the_context_learns_before_a_frozen_unet() {
        Objective<ImageExamples> objective = objective("frozen", 0, null).over(decoder(null, 4));
        store.trainOnly(List.of("projector.**", "grid.**"));
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            Autograd.backward(objective.loss(examples(3, scope), THREE, scope).total());
            Map<String, NDArray> gradients = store.gradients(scope);
            for (String name : List.of("projector.layers.0.weight", "grid.in.weight")) {
                assertThat(gradients.get(name).abs().max().getFloat()).as(name).isPositive();
            }
        }
    }

    @Test
    void latents_are_drawn_anew_around_what_the_autoencoder_prepared() {
        DenoisingDecoder decoder = decoder(vae());
        Prepared prepared = objective("unfrozen", 0.1, null).prepared(decoder).orElseThrow();
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope off = Autograd.off()) {
            NDArray pixels = examples(3, scope).pixels();
            NDArray moments = prepared.prepare(pixels);
            assertThat(moments.getShape()).isEqualTo(new Shape(3, 8, 4, 4));
            assertThat(moments.getManager()).isSameAs(pixels.getManager());
            NDArray zero = scope.zeros(new Shape(3, 4, 4, 4));
            NDArray mean = LatentMoments.sample(moments, zero);
            assertThat(mean.toFloatArray()).isEqualTo(moments.get(":, :4").toFloatArray());
            NDArray drawn = LatentMoments.sample(moments, zero.add(1f));
            NDArray deviation = drawn.sub(mean);
            assertThat(deviation.min().getFloat()).isPositive();
            ImageExamples shard =
                    new ImageExamples(
                            examples(3, scope).tokens(), null, moments, new long[] {1, 2, 3});
            Objective<ImageExamples> objective = objective("unfrozen", 0.1, null).over(decoder);
            assertThat(loss(objective, shard, scope)).isBetween(0.1, 10.0);
        }
        assertThat(prepared.weights()).containsExactly("vae.**");
        assertThat(objective("unfrozen", 0.1, null).prepared(pixelDecoder())).isEmpty();
    }

    private DenoisingDecoder pixelDecoder() {
        store = new ParameterStore(ops, leaks.manager(), Precision.FP32);
        return decoder(null);
    }

    @Test
    void the_keys_say_what_learns() {
        DenoisingDecoder decoder = decoder(null);
        assertThat(objective("frozen", 0, null).rates(decoder))
                .containsOnlyKeys("projector.**", "grid.**");
        assertThat(objective("unfrozen", 0, null).rates(decoder))
                .containsOnlyKeys("projector.**", "grid.**", "unet.**");
        assertThat(objective("scratch", 0, null).reset()).containsExactly("unet.**");
        assertThat(objective("unfrozen", 0, null).reset()).isEmpty();
        assertThatThrownBy(() -> objective("frozen", 0, null).rates((tokens, options) -> tokens))
                .hasMessageContaining("trains a diffusion decoder, but the model has another one");
        assertThatThrownBy(() -> objective("thawed", 0, null))
                .hasMessageContaining(
                        "unet is 'thawed', expected one of frozen, unfrozen, scratch");
    }
}
