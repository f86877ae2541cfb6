package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenCosineTest {
    private static Drawing drawing(float[][] truth, float[][] drawn) {
        return new Drawing("draw", null, null, null, truth, Optional.of(new Drawn(null, drawn)));
    }

    @Test
    void is_the_mean_over_tokens() {
        float[][] one = {{1, 0}, {0, 2}};
        float[][] other = {{3, 0}, {5, 0}};
        assertThat(TokenCosine.cosine(one, one)).isCloseTo(1, within(1e-9));
        assertThat(TokenCosine.cosine(one, other)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void compares_with_the_own_or_the_next_picture() {
        float[][] right = {{1, 0}};
        float[][] up = {{0, 1}};
        List<Drawing> drawings = List.of(drawing(right, right), drawing(up, up));
        assertThat(TokenCosine.mean(drawings, 0)).isCloseTo(1, within(1e-9));
        assertThat(TokenCosine.mean(drawings, 1)).isCloseTo(0, within(1e-9));
    }

    @Test
    void nothing_drawn_counts_nothing() {
        float[][] right = {{1, 0}};
        Drawing missing = new Drawing("draw", null, null, null, right, Optional.empty());
        assertThat(TokenCosine.mean(List.of(drawing(right, right), missing), 0))
                .isCloseTo(0.5, within(1e-9));
    }
}
