package dev.imago.plugins.diffusion.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.model.FeatureShape;
import dev.imago.plugins.diffusion.Bed;
import dev.imago.runtime.weights.ParameterStore;
import org.junit.jupiter.api.Test;

class ProjectorConfigTest {
    private static ProjectorConfig config(String mode, Integer heads) {
        return new ProjectorConfig(mode, 6, 8, 12, 5, 2, heads, 7, null);
    }

    @Test
    void an_unknown_mode_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> config("xatn", null))
                .hasMessageContaining("mode is 'xatn'")
                .hasMessageContaining("xattnffn");
    }

    @Test
    void heads_divide_the_width_they_share() {
        assertThatThrownBy(() -> config("xattn", 5)).hasMessageContaining("num_heads is 5");
        assertThat(config("mlp", 5).numHeads()).isEqualTo(5);
        assertThat(config("transformer", 5).heads()).isEqualTo(4);
    }

    @Test
    void widths_are_taken_from_the_parts_beside_it_where_it_has_none() {
        ProjectorConfig open = new ProjectorConfig(null, null, 8, null, 5, 2, 2, 7, null);
        assertThat(open.between(new FeatureShape(5, 6), 12).inputDim()).isEqualTo(6);
        assertThat(open.between(new FeatureShape(5, 6), 12).outputDim()).isEqualTo(12);
        assertThat(open.between(new FeatureShape(5, 6), 12).visionTokens()).isEqualTo(5);
        ProjectorConfig full = config("mlp", 4).between(new FeatureShape(5, 1), 1);
        assertThat(full.inputDim()).isEqualTo(6);
        assertThat(full.between(new FeatureShape(9, 9), 9)).isEqualTo(full);
    }

    @Test
    void one_layer_of_an_mlp_is_two() {
        try (Bed bed = new Bed()) {
            ParameterStore store = bed.store();
            Projectors.create(
                    new ProjectorConfig("mlp", 6, 8, 12, 5, 1, 2, 7, null),
                    store.root(),
                    bed.ops());
            assertThat(store.parameters())
                    .extracting(parameter -> parameter.name())
                    .contains("layers.1.weight", "norms.1.bias")
                    .noneMatch(name -> name.contains(".2."));
        }
    }
}
