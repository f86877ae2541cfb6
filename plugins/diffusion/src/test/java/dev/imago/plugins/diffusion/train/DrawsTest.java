package dev.imago.plugins.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.testing.NoLeakExtension;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrawsTest {
    private static final Shape ONE = new Shape(2, 3, 4);

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    @Test
    void an_example_s_draws_do_not_depend_on_the_others() {
        Draws all = Draws.of(new long[] {5, 6, 7}, true, 0.5, 1000, ONE, leaks.manager());
        Draws alone = Draws.of(new long[] {7}, true, 0.5, 1000, ONE, leaks.manager());
        assertThat(alone.noise().toFloatArray()).isEqualTo(all.noise().get("2:").toFloatArray());
        assertThat(alone.posterior().toFloatArray())
                .isEqualTo(all.posterior().get("2:").toFloatArray());
        assertThat(alone.offset().toFloatArray()).isEqualTo(all.offset().get("2:").toFloatArray());
        assertThat(alone.timesteps()[0]).isEqualTo(all.timesteps()[2]);
        assertThat(alone.dropped()[0]).isEqualTo(all.dropped()[2]);
    }

    @Test
    void they_are_spread_as_they_should_be() {
        long[] seeds = LongStream.range(0, 2000).map(i -> i * 0x9E3779B97F4A7C15L).toArray();
        Draws draws = Draws.of(seeds, false, 0.1, 1000, ONE, leaks.manager());
        int dropped = 0;
        for (boolean one : draws.dropped()) {
            dropped += one ? 1 : 0;
        }
        assertThat(dropped).isBetween(150, 250);
        assertThat(LongStream.of(draws.timesteps()).average().orElseThrow())
                .isCloseTo(499.5, within(25.0));
        assertThat(LongStream.of(draws.timesteps()).allMatch(t -> t >= 0 && t < 1000)).isTrue();
        assertThat(draws.posterior()).isNull();
        assertThat(draws.noise().mean().getFloat()).isCloseTo(0, within(0.02f));
        assertThat(draws.noise().square().mean().getFloat()).isCloseTo(1, within(0.03f));
    }
}
