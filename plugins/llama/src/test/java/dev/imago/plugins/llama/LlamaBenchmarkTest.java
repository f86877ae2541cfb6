package dev.imago.plugins.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.runtime.bench.CacheBenchmark;
import dev.imago.runtime.bench.DecodeBenchmark;
import dev.imago.runtime.bench.TrainingBenchmark;
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
        CacheBenchmark cache = new CacheBenchmark(ops, leaks.manager());
        CacheBenchmark.Figures figures =
                cache.run(
                        weights -> new LlamaBackbone(TINY, weights, ops),
                        new CacheBenchmark.Settings(Precision.BF16, 20, 2, 1));
        assertThat(figures.cachedSeconds()).isPositive().isLessThan(Double.POSITIVE_INFINITY);
        assertThat(figures.timesAsFast())
                .isEqualTo(figures.recomputedSeconds() / figures.cachedSeconds());
        DecodeBenchmark.Figures decoded =
                new DecodeBenchmark(ops, leaks.manager())
                        .run(
                                weights -> new LlamaBackbone(TINY, weights, ops),
                                new DecodeBenchmark.Settings(Precision.BF16, 20, 2, 1));
        assertThat(decoded.decodeTokensPerSecond()).isPositive();
        assertThat(decoded.decodeMedian()).isEqualTo(decoded.decodeTokensPerSecond());
    }

    @Test
    void training_steps_in_bfloat16_lower_the_loss() {
        Ops ops = new Ops(leaks.manager());
        TrainingBenchmark.Figures figures =
                new TrainingBenchmark(ops, leaks.manager())
                        .run(
                                weights -> new LlamaBackbone(TINY, weights, ops),
                                new TrainingBenchmark.Settings(Precision.BF16, 2, 8, 1, 30));
        assertThat(figures.losses()).hasSize(31);
        assertThat(figures.losses().get(30)).isLessThan(figures.losses().get(0));
    }
}
