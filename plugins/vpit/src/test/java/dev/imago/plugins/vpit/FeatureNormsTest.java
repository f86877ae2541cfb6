package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureNorm;
import org.junit.jupiter.api.Test;

class FeatureNormsTest {
    @Test
    void l2_gives_unit_vectors_and_leaves_zeros_alone() {
        try (Bed bed = new Bed()) {
            FeatureNorm norm = new L2Norm(bed.ops());
            NDArray features = bed.array(new Shape(2, 2), 3, 4, 0, 0);
            assertThat(norm.normalise(features).toFloatArray()).containsExactly(0.6f, 0.8f, 0, 0);
        }
    }

    @Test
    void softmax_divides_by_the_temperature_first() {
        try (Bed bed = new Bed()) {
            FeatureNorm norm = new SoftmaxNorm(new SoftmaxNormConfig(0.5), bed.ops());
            NDArray features = bed.array(new Shape(1, 2), 0, (float) Math.log(3) / 2);
            float[] shares = norm.normalise(features).toFloatArray();
            assertThat(shares[0]).isCloseTo(0.25f, within(1e-6f));
            assertThat(norm.project(features).toFloatArray()).isEqualTo(shares);
        }
    }

    @Test
    void l2_softmax_takes_the_length_away_before_the_softmax() {
        try (Bed bed = new Bed()) {
            FeatureNorm norm = new L2SoftmaxNorm(new SoftmaxNormConfig(null), bed.ops());
            NDArray features = bed.random(3, 5);
            NDArray difference =
                    norm.normalise(features).sub(norm.normalise(features.mul(7))).abs().max();
            assertThat(difference.getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void centring_takes_the_saved_mean_away_between_two_norms() {
        try (Bed bed = new Bed()) {
            CenteredL2Norm norm = new CenteredL2Norm(Bed.VISUAL, bed.store().root(), bed.ops());
            bed.store().initialise(1);
            assertThat(bed.names()).containsExactly("feature_mean");
            NDArray mean = bed.array(new Shape(6), 0.5f, 0, 0, 0, 0, 0);
            bed.ops().lists().copy(new NDList(norm.mean().value()), new NDList(mean));
            NDArray features = bed.array(new Shape(1, 6), 0, 2, 0, 0, 0, 0);
            float[] centered = norm.normalise(features).toFloatArray();
            float length = (float) Math.sqrt(1.25);
            assertThat(centered[0]).isCloseTo(-0.5f / length, within(1e-6f));
            assertThat(centered[1]).isCloseTo(1 / length, within(1e-6f));
            assertThat(norm.project(features).toFloatArray()).startsWith(0, 1);
        }
    }

    @Test
    void no_norm_passes_values_on() {
        try (Bed bed = new Bed()) {
            NDArray features = bed.random(2, 3, 4);
            assertThat(new NoNorm().normalise(features)).isEqualTo(features);
        }
    }
}
