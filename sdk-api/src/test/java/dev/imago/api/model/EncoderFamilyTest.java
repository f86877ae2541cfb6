package dev.imago.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Published image processors as keys of a recipe. */
class EncoderFamilyTest {
    private static final class Family extends EncoderFamily {
        Family() {
            super("clip", "clip_vision_model");
        }
    }

    private static Map<String, Object> keys(Map<String, Object> preprocessor) {
        return new Family().keys(new PublishedConfig(Map.of("image_size", 224), preprocessor));
    }

    @Test
    void a_shorter_side_is_cut_from() {
        Map<String, Object> square = Map.of("height", 224, "width", 224);
        assertThat(keys(Map.of("size", Map.of("shortest_edge", 256), "crop_size", square)))
                .containsEntry("aspect", "crop")
                .containsEntry("shortest_edge", 256);
    }

    @Test
    void height_and_width_stretch() {
        assertThat(keys(Map.of("size", Map.of("height", 384, "width", 384), "resample", 4)))
                .containsEntry("aspect", "square")
                .containsEntry("input_size", 384)
                .containsEntry("resample", "box")
                .doesNotContainKey("shortest_edge");
    }

    @Test
    void without_a_processor_nothing_is_said() {
        assertThat(keys(Map.of())).doesNotContainKeys("aspect", "shortest_edge", "resample");
    }
}
