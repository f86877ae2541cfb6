package dev.imago.plugins.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ImagoException;
import dev.imago.plugins.diffusion.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UNetConfigTest {
    @TempDir private Path folder;

    private UNetConfig read(String json) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, json);
        return UNetConfig.read(file);
    }

    @Test
    void heads_are_a_number_or_a_list_under_either_name() throws IOException {
        assertThat(read("{\"attention_head_dim\": 8}").heads(3)).isEqualTo(8);
        UNetConfig list = read("{\"attention_head_dim\": [5, 10, 20, 20]}");
        assertThat(list.heads(0)).isEqualTo(5);
        assertThat(list.heads(2)).isEqualTo(20);
        assertThat(read("{\"attention_head_dim\": 64, \"num_attention_heads\": 4}").heads(0))
                .isEqualTo(4);
    }

    @Test
    void what_is_written_reads_as_the_same() throws IOException {
        UNetConfig config = Bed.unet(", \"use_linear_projection\": true");
        String json = config.json();
        assertThat(json)
                .contains("\"_class_name\" : \"UNet2DConditionModel\"")
                .contains("\"attention_head_dim\" : 2")
                .contains("\"only_cross_attention\" : false");
        assertThat(read(json)).isEqualTo(config);
        UNetConfig single = read("{\"block_out_channels\": [32], \"attention_head_dim\": 4}");
        assertThat(single.json()).contains("\"block_out_channels\" : [ 32 ]");
    }

    @Test
    void another_architecture_is_refused_by_name() {
        assertThatThrownBy(() -> read("{\"_class_name\": \"AutoencoderKL\"}"))
                .hasMessageContaining("config.json")
                .hasMessageContaining("is of a AutoencoderKL, expected a UNet2DConditionModel");
    }

    @Test
    void all_keys_that_ask_for_what_is_not_built_are_named_at_once() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "{\"addition_embed_type\": \"text_time\","
                                                + " \"class_embed_type\": \"timestep\","
                                                + " \"time_embedding_type\": \"fourier\"}"))
                .isInstanceOfSatisfying(
                        ImagoException.class, e -> assertThat(e.problems()).hasSize(3))
                .hasMessageContaining("addition_embed_type")
                .hasMessageContaining("expected positional");
    }

    @Test
    void values_that_do_not_fit_together_are_refused() {
        assertThatThrownBy(() -> read("{\"norm_num_groups\": 48}"))
                .hasMessageContaining("norm_num_groups is 48");
        assertThatThrownBy(() -> read("{\"attention_head_dim\": 7}"))
                .hasMessageContaining("has 7 heads, expected a divisor of the level's 320");
        assertThatThrownBy(() -> read("{\"down_block_types\": [\"DownBlock2D\"]}"))
                .hasMessageContaining("down_block_types has 1 entries, expected 4");
        assertThatThrownBy(() -> read("{\"mid_block_type\": \"Other\"}"))
                .hasMessageContaining("mid_block_type");
        assertThatThrownBy(() -> read("{\"layers_per_block\": [1, 2]}"))
                .hasMessageContaining("expected 1 or 4");
    }

    @Test
    void the_usual_block_types_follow_from_the_levels() {
        UNetConfig config = Bed.unet("");
        assertThat(config.downBlockTypes())
                .isEqualTo(List.of("CrossAttnDownBlock2D", "DownBlock2D"));
        assertThat(config.upBlockTypes()).isEqualTo(List.of("UpBlock2D", "CrossAttnUpBlock2D"));
    }
}
