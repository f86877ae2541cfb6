package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the numbers are is told by the parity cases; this is about shapes, names and options. */
class SiglipEncoderTest {
    @Test
    void patches_come_out_row_by_row() {
        try (TinySiglip tiny = new TinySiglip()) {
            NDArray features =
                    tiny.encoder(TinySiglip.config(32, null, null, null))
                            .encode(tiny.pixels(2, 32));
            assertThat(features.getShape()).isEqualTo(new Shape(2, 16, 16));
        }
    }

    @Test
    void leftover_pixels_make_no_difference() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder = tiny.encoder(TinySiglip.config(36, null, null, null));
            NDArray pixels = tiny.pixels(1, 36);
            NDArray cut = pixels.duplicate();
            cut.set(new ai.djl.ndarray.index.NDIndex(":, :, 32:, :"), 9f);
            assertThat(encoder.encode(cut)).isEqualTo(encoder.encode(pixels));
        }
    }

    @Test
    void only_parameters_that_the_output_needs_are_declared_under_published_names() {
        try (TinySiglip tiny = new TinySiglip()) {
            tiny.encoder(TinySiglip.config(32, -2, null, null));
            assertThat(tiny.names())
                    .contains(
                            "vision_model.embeddings.patch_embedding.weight",
                            "vision_model.embeddings.position_embedding.weight",
                            "vision_model.encoder.layers.0.self_attn.out_proj.bias",
                            "vision_model.encoder.layers.0.mlp.fc1.weight",
                            "vision_model.encoder.layers.0.layer_norm2.weight")
                    .noneMatch(
                            name -> name.contains("layers.1") || name.contains("post_layernorm"));
        }
    }

    @Test
    void pooling_declares_the_attention_head_and_gives_one_token() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder = tiny.encoder(TinySiglip.config(32, null, null, "pooled"));
            assertThat(tiny.names())
                    .contains(
                            "vision_model.post_layernorm.weight",
                            "vision_model.head.probe",
                            "vision_model.head.attention.in_proj_weight",
                            "vision_model.head.mlp.fc2.bias");
            assertThat(encoder.encode(tiny.pixels(3, 32)).getShape())
                    .isEqualTo(new Shape(3, 1, 16));
        }
    }

    @Test
    void pixels_of_another_size_are_refused_with_both_sizes() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder = tiny.encoder(TinySiglip.config(32, null, null, null));
            assertThatThrownBy(() -> encoder.encode(tiny.pixels(1, 40)))
                    .hasMessage("pixels are (1, 3, 40, 40), expected (N, 3, 32, 32)");
        }
    }

    @Test
    void a_conv_stem_is_not_changed_by_the_pictures_beside_it() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder =
                    tiny.encoder(TinySiglip.convolutional(List.of(8, 16), List.of(2, 4)));
            NDArray pixels = tiny.pixels(3, 32);
            NDArray alone = encoder.encode(pixels.get("1:2"));
            NDArray among = encoder.encode(pixels).get("1:2");
            assertThat(alone.sub(among).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void a_gradient_reaches_every_parameter() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder =
                    tiny.encoder(TinySiglip.convolutional(List.of(8, 16), List.of(2, 4)));
            tiny.store().unfreeze("**");
            try (Autograd.Scope on = Autograd.on()) {
                NDArray features = encoder.encode(tiny.pixels(2, 32));
                Autograd.backward(features, tiny.manager().randomNormal(features.getShape()));
            }
            assertThat(tiny.store().gradients(tiny.manager())).containsOnlyKeys(tiny.names());
        }
    }

    @Test
    void it_knows_its_parameters_and_where_they_stand() {
        try (TinySiglip tiny = new TinySiglip()) {
            SiglipEncoder encoder = tiny.encoder(TinySiglip.config(32, null, true, null));
            assertThat(encoder.parameters().stream().map(Parameter::name))
                    .containsExactlyInAnyOrderElementsOf(tiny.names());
            assertThat(encoder.prefix()).isEqualTo("vision_model");
        }
    }
}
