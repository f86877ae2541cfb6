package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.plugins.wardrobe.world.Scene;
import org.junit.jupiter.api.Test;

class KindScoresTest {
    @Test
    void counts_by_kind_with_baselines() {
        KindScores scores = new KindScores();
        scores.add("where", "top-left", 1, 0.5);
        scores.add("where", "top-left", 0, 0.25);
        scores.add("where", "top-right", 1, 0.25);
        scores.add("count", "two", 1, Double.NaN);
        assertThat(scores.kinds()).containsOnlyKeys("count", "where");
        KindScores.Kind where = scores.kinds().get("where");
        assertThat(where.asked()).isEqualTo(3);
        assertThat(where.accuracy()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(where.chance()).isEqualTo(0.5);
        assertThat(where.mostFrequent()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(where.anyPresent()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(scores.kinds().get("count").anyPresent()).isNaN();
        assertThat(Percent.of(where.accuracy())).isEqualTo("66.7 %");
        assertThat(Percent.of(Double.NaN)).isEqualTo("–");
    }

    @Test
    void any_garment_present_is_right_by_its_share() {
        Scene scene = TestScenes.sneakerAndBag();
        assertThat(AnyGarment.score(scene, "what_at", "bag")).isEqualTo(0.5);
        assertThat(AnyGarment.score(scene, "where", "top-left")).isEqualTo(0.5);
        assertThat(AnyGarment.score(scene, "color_of", "red")).isEqualTo(0.5);
        assertThat(AnyGarment.score(scene, "color_at", "green")).isZero();
        assertThat(AnyGarment.score(scene, "count", "two")).isNaN();
    }
}
