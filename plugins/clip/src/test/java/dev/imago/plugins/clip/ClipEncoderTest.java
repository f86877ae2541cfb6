package dev.imago.plugins.clip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the numbers are is told by the parity cases; this is about shapes, names and options. */
class ClipEncoderTest {
    private NDManager manager;
    private Ops ops;
    private ParameterStore store;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        ops = new Ops(manager);
        store = new ParameterStore(ops, manager, Precision.FP32);
    }

    @AfterEach
    void close() {
        ops.close();
        manager.close();
    }

    @Test
    void only_parameters_that_the_output_needs_are_declared_under_published_names() {
        encoder(store, ", \"select_layer\": -2");
        assertThat(store.parameters().stream().map(Parameter::name))
                .contains(
                        "embeddings.class_embedding",
                        "embeddings.patch_embedding.weight",
                        "pre_layrnorm.weight",
                        "encoder.layers.0.self_attn.out_proj.bias")
                .noneMatch(name -> name.contains("layers.1"));
    }

    @Test
    void pixels_of_another_size_are_taken_and_positions_interpolated() {
        ClipEncoder encoder = encoder(store, ", \"input_size\": 28");
        assertThat(encoder.output()).isEqualTo(new FeatureShape(9, 16));
        assertThat(encoder.preprocessing().size()).isEqualTo(28);
        NDArray wide = manager.randomUniform(-1, 1, new Shape(2, 3, 16, 32));
        assertThat(encoder.encode(wide).getShape()).isEqualTo(new Shape(2, 8, 16));
    }

    @Test
    void in_bfloat16_it_is_the_same_but_for_rounding() {
        String keys = ", \"input_size\": 24, \"output\": \"cls_patch\"";
        NDArray pixels = manager.randomUniform(-1, 1, new Shape(2, 3, 24, 24));
        NDArray exact = encoder(store, keys).encode(pixels);
        try (ParameterStore rough = new ParameterStore(ops, manager, Precision.BF16)) {
            NDArray rounded = encoder(rough, keys).encode(ops.cast(pixels, Precision.BF16));
            NDArray error = ops.cast(rounded, Precision.FP32).sub(exact).abs();
            assertThat(error.max().getFloat()).isLessThan(0.1f);
        }
    }

    @Test
    void a_gradient_reaches_every_parameter() {
        ClipEncoder encoder = encoder(store, ", \"input_size\": 24, \"select_layer\": -1");
        store.unfreeze("**");
        try (Autograd.Scope on = Autograd.on()) {
            NDArray features = encoder.encode(manager.randomNormal(new Shape(2, 3, 24, 24)));
            Autograd.backward(features, manager.randomNormal(features.getShape()));
        }
        assertThat(store.gradients(manager))
                .containsOnlyKeys(store.parameters().stream().map(Parameter::name).toList());
    }

    private ClipEncoder encoder(ParameterStore over, String more) {
        String json =
                "{\"hidden_size\": 16, \"num_hidden_layers\": 2, \"num_attention_heads\": 4,"
                        + " \"image_size\": 16, \"patch_size\": 8"
                        + more
                        + "}";
        try {
            ClipConfig config =
                    new ObjectMapper()
                            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                            .readValue(json, ClipConfig.class);
            ClipEncoder encoder = new ClipEncoder(config, over.root(), ops);
            over.initialise(7);
            return encoder;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sizes " + json, e);
        }
    }
}
