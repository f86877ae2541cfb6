package dev.imago.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES =
            List.of("siglip", "clip", "dinov2", "mlp2x_gelu", "tokens_per_image", "lr");

    @ParameterizedTest
    @CsvSource({
        "siglp, siglip",
        "sigilp, siglip",
        "SigLIP, siglip",
        "clipp, clip",
        "dino, dinov2",
        "mlp2x-gelu, mlp2x_gelu",
        "token_per_image, tokens_per_image",
        "lrr, lr",
        "tokens, tokens_per_image"
    })
    void few_slips_find_the_name(String written, String meant) {
        assertThat(NearestName.of(written, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"vit", "resnet50", "x", "''"})
    void other_words_find_nothing(String written) {
        assertThat(NearestName.of(written, NAMES)).isEmpty();
    }

    @Test
    void of_equally_near_names_the_first_is_taken() {
        assertThat(NearestName.of("bat", List.of("hat", "cat"))).contains("cat");
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, abcd, 1", "ca, abc, 3"})
    void swapped_letters_count_once(String a, String b, int slips) {
        assertThat(NearestName.slips(a, b)).isEqualTo(slips);
    }
}
