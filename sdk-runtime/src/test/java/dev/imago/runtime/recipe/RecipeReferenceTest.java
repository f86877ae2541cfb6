package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.plugin.PluginLoader;
import org.junit.jupiter.api.Test;

class RecipeReferenceTest {
    private final String page = RecipeReference.markdown(PluginLoader.of(PaperPlugin.withStages()));

    @Test
    void keys_stand_with_type_range_default_and_doc() {
        assertThat(page)
                .contains("#### Encoder `siglip`\n\nAn encoder. Plugin `paper`.\n")
                .contains(
                        "| `layers` | whole number, between 1 and 64 | `2` | number of layers, 1 to"
                                + " 64 |")
                .contains("| `pooling` | one of mean, first_token | `mean` |")
                .contains("| `loss` | one of cosine, mse | `cosine` |")
                .contains("| `sizes` | list: whole number | `[]` |");
    }

    @Test
    void required_keys_and_default_components_are_told() {
        assertThat(page)
                .contains("| `hidden_size` | whole number, at least 1 | required | its width |")
                .contains("| `optimizer` | [Optimizer](#optimizer) | `adamw` | optimizer |")
                .contains("| `normalize` | [FeatureNorm](#featurenorm) | `l2` |");
    }

    @Test
    void flat_keys_stand_among_the_others() {
        String train = page.substring(page.indexOf("#### Stage `train`"));
        assertThat(train).contains("| `steps` | whole number").doesNotContain("`settings`");
    }

    @Test
    void component_without_keys_says_so() {
        assertThat(page)
                .contains(
                        "#### Encoder `clip`\n\nA component without keys. Plugin `paper`. No keys.");
    }
}
