package dev.imago.plugins.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.bench.CacheBenchmark;
import dev.imago.runtime.bench.DecodeBenchmark;
import dev.imago.runtime.bench.MeasuredModel;
import dev.imago.runtime.bench.Perplexity;
import dev.imago.runtime.bench.TrainingBenchmark;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.recipe.Quantization;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code imago bench} measures, on a model so small that only the figures' sense counts. */
class LlamaBenchmarkTest {
    private static final LlamaConfig TINY =
            new LlamaConfig(
                    32, 48, 2, 4, 2, null, 50, null, null, null, true, null, null, null, 0.2, null,
                    null);

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    @Test
    void decoding_has_a_speed_with_a_cache_and_without() {
        Ops ops = new Ops(leaks.manager());
        MeasuredModel model =
                MeasuredModel.random(weights -> new LlamaBackbone(TINY, weights, ops));
        CacheBenchmark cache = new CacheBenchmark(ops, leaks.manager());
        CacheBenchmark.Figures figures =
                cache.run(model, new CacheBenchmark.Settings(Precision.BF16, 20, 2, 1));
        assertThat(figures.cachedSeconds()).isPositive().isLessThan(Double.POSITIVE_INFINITY);
        assertThat(figures.timesAsFast())
                .isEqualTo(figures.recomputedSeconds() / figures.cachedSeconds());
        DecodeBenchmark.Figures decoded =
                new DecodeBenchmark(ops, leaks.manager())
                        .run(model, new DecodeBenchmark.Settings(Precision.BF16, 20, 2, 1));
        assertThat(decoded.decodeTokensPerSecond()).isPositive();
        assertThat(decoded.decodeMedian()).isEqualTo(decoded.decodeTokensPerSecond());
    }

    @Test
    void perplexity_is_the_mean_loss_over_windows_and_near_the_same_in_few_bits() {
        Ops ops = new Ops(leaks.manager());
        MeasuredModel model =
                MeasuredModel.random(weights -> new LlamaBackbone(TINY, weights, ops));
        int[] ids = IntStream.range(0, 45).map(i -> i * 7 % 50).toArray();
        Perplexity perplexity = new Perplexity(ops, leaks.manager());
        Perplexity.Figures whole =
                perplexity.run(
                        model,
                        new Perplexity.Settings(Precision.FP32, 20, false),
                        ids,
                        done -> assertThat(done).isPositive());
        assertThat(whole.tokens()).isEqualTo(19 + 19 + 4);
        assertThat(whole.perplexity()).isBetween(20.0, 120.0);
        Perplexity.Figures written =
                perplexity.run(
                        model, new Perplexity.Settings(Precision.FP32, 20, true), ids, done -> {});
        assertThat(written.tokens()).isEqualTo(whole.tokens());
        assertThat(written.perplexity()).isCloseTo(whole.perplexity(), within(1e-3));
        Perplexity.Figures few =
                perplexity.run(
                        model.quantized(Optional.of(Quantization.of(Quantization.Bits.INT8))),
                        new Perplexity.Settings(Precision.FP32, 20, false),
                        ids,
                        done -> {});
        assertThat(few.perplexity())
                .isNotEqualTo(whole.perplexity())
                .isCloseTo(whole.perplexity(), withinPercentage(2));
    }

    @Test
    void training_steps_in_bfloat16_lower_the_loss() {
        Ops ops = new Ops(leaks.manager());
        TrainingBenchmark.Figures figures =
                new TrainingBenchmark(ops, leaks.manager())
                        .run(
                                weights -> new LlamaBackbone(TINY, weights, ops),
                                new TrainingBenchmark.Settings(
                                        Precision.BF16, 2, 8, 1, 30, List.of(), false));
        assertThat(figures.losses()).hasSize(31);
        assertThat(figures.losses().get(30)).isLessThan(figures.losses().get(0));
        assertThat(figures.threadSeconds()).isPositive();
    }

    @Test
    void adapters_alone_lower_the_loss_too() {
        Ops ops = new Ops(leaks.manager());
        AdapterSection adapter =
                new AdapterSection(null, null, 8, 64.0, 0.05, null, null, null, null);
        TrainingBenchmark.Figures figures =
                new TrainingBenchmark(ops, leaks.manager())
                        .run(
                                weights -> new LlamaBackbone(TINY, weights, ops),
                                new TrainingBenchmark.Settings(
                                        Precision.FP32, 2, 8, 1, 200, List.of(adapter), false));
        assertThat(figures.losses().get(200)).isLessThan(figures.losses().get(0));
    }

    @Test
    void layers_run_a_second_time_teach_the_same_to_the_bit() {
        Ops ops = new Ops(leaks.manager());
        AdapterSection dropping =
                new AdapterSection(null, null, 4, 8.0, 0.3, null, null, null, null);
        AdapterSection upper =
                new AdapterSection(
                        null, List.of("model.layers.1.**"), 4, 8.0, 0.3, null, null, null, null);
        List<List<AdapterSection>> kinds = List.of(List.of(), List.of(dropping), List.of(upper));
        for (Precision precision : Precision.values()) {
            for (List<AdapterSection> adapters : kinds) {
                assertThat(losses(ops, precision, adapters, true))
                        .isEqualTo(losses(ops, precision, adapters, false))
                        .doesNotHaveDuplicates();
            }
        }
    }

    private List<Double> losses(
            Ops ops, Precision precision, List<AdapterSection> adapters, boolean recompute) {
        return new TrainingBenchmark(ops, leaks.manager())
                .run(
                        weights -> new LlamaBackbone(TINY, weights, ops),
                        new TrainingBenchmark.Settings(
                                precision, 2, 8, 0.5, 6, adapters, recompute))
                .losses();
    }
}
