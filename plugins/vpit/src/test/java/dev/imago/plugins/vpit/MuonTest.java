package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Optimizer.Group;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MuonTest {
    private static final String MATRIX = "muon";

    private static Muon muon(Bed bed, boolean masters) {
        return new Muon(
                new MuonConfig(0.1, null, null, null, 0.5, null, null, null, masters), bed.ops());
    }

    private static Group group(
            Optimizer optimizer, Bed bed, String rule, NDArray value, NDArray gradient) {
        return new Group(
                rule,
                1,
                false,
                new NDList(value),
                new NDList(gradient),
                List.of(optimizer.newState(bed.manager(), rule, value)));
    }

    @Test
    void steps_are_those_of_pytorch() throws IOException {
        try (InputStream in = MuonTest.class.getResourceAsStream("muon.json")) {
            for (JsonNode recorded : new ObjectMapper().readTree(in)) {
                assertStepsAsRecorded(recorded);
            }
        }
    }

    private static void assertStepsAsRecorded(JsonNode recorded) {
        JsonNode settings = recorded.path("settings");
        MuonConfig config =
                new MuonConfig(
                        settings.path("lr").asDouble(),
                        settings.path("momentum").asDouble(),
                        settings.path("nesterov").asBoolean(),
                        settings.path("ns_steps").asInt(),
                        settings.path("weight_decay").asDouble(),
                        null,
                        null,
                        null,
                        null);
        try (Bed bed = new Bed()) {
            Muon muon = new Muon(config, bed.ops());
            NDList values = arrays(bed, recorded, recorded.path("start"));
            List<NDList> states = new ArrayList<>();
            values.forEach(value -> states.add(muon.newState(bed.manager(), MATRIX, value)));
            for (int step = 0; step < recorded.path("gradients").size(); step++) {
                NDList gradients = arrays(bed, recorded, recorded.path("gradients").path(step));
                muon.step(
                        step + 1,
                        config.lr(),
                        List.of(new Group(MATRIX, 1, true, values, gradients, states)));
            }
            NDList expected = arrays(bed, recorded, recorded.path("end"));
            NDList start = arrays(bed, recorded, recorded.path("start"));
            for (int i = 0; i < values.size(); i++) {
                NDArray moved = start.get(i).sub(expected.get(i)).abs().max();
                NDArray off = values.get(i).sub(expected.get(i)).abs().max();
                assertThat(off.getFloat() / moved.getFloat()).isLessThan(1e-4f);
            }
        }
    }

    private static NDList arrays(Bed bed, JsonNode recorded, JsonNode lists) {
        NDList arrays = new NDList();
        for (int i = 0; i < lists.size(); i++) {
            JsonNode shape = recorded.path("shapes").path(i);
            float[] values = new float[lists.path(i).size()];
            for (int v = 0; v < values.length; v++) {
                values[v] = (float) lists.path(i).path(v).asDouble();
            }
            arrays.add(
                    bed.array(new Shape(shape.path(0).asLong(), shape.path(1).asLong()), values));
        }
        return arrays;
    }

    @Test
    void matrices_are_stepped_along_orthogonal_ones_whatever_the_gradient_s_size() {
        try (Bed bed = new Bed()) {
            Muon muon = muon(bed, false);
            NDArray value = bed.array(new Shape(2, 2), 0, 0, 0, 0);
            NDArray gradient = bed.array(new Shape(2, 2), 500, 0, 0, 500);
            muon.step(1, 0.1, List.of(group(muon, bed, MATRIX, value, gradient)));
            float size = (float) (0.1 * 0.2 * Math.sqrt(2));
            float[] stepped = value.toFloatArray();
            assertThat(stepped[0]).isCloseTo(-size, within(size * 0.3f));
            assertThat(stepped[3]).isEqualTo(stepped[0]);
            assertThat(stepped[1]).isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void what_is_no_matrix_and_embeddings_go_by_adamw() {
        try (Bed bed = new Bed()) {
            Muon muon = muon(bed, false);
            Shape matrix = new Shape(8, 4);
            assertThat(muon.rule("model.layers.0.mlp.up_proj.weight", matrix)).isEqualTo(MATRIX);
            assertThat(muon.rule("model.embed_tokens.weight", matrix)).isEqualTo("adamw");
            assertThat(muon.rule("lm_head.weight", matrix)).isEqualTo("adamw");
            assertThat(muon.rule("model.norm.weight", new Shape(8))).isEqualTo("adamw");
            assertThat(muon.rule("gate.weight", new Shape(1, 8))).isEqualTo("adamw");
            assertThat(muon.rule("conv.weight", new Shape(8, 4, 3, 3))).isEqualTo(MATRIX);
            assertThat(muon.rule("scale.weight", new Shape(8, 1, 1, 1))).isEqualTo("adamw");

            AdamW adamw = new AdamW(new AdamWConfig(0.1, null, null, 0.5, null, null), bed.ops());
            NDArray one = bed.random(5);
            NDArray same = one.duplicate();
            NDArray gradient = bed.random(5);
            muon.step(1, 0.1, List.of(group(muon, bed, "adamw", one, gradient)));
            adamw.step(1, 0.1, List.of(group(adamw, bed, "", same, gradient)));
            assertThat(one.toFloatArray()).isEqualTo(same.toFloatArray());
        }
    }

    @Test
    void the_kernels_of_a_convolution_are_one_matrix() {
        try (Bed bed = new Bed()) {
            Muon muon = muon(bed, false);
            NDArray kernels = bed.random(3, 2, 2, 2);
            NDArray matrix = kernels.reshape(3, 8).duplicate();
            NDArray gradient = bed.random(3, 2, 2, 2);
            muon.step(1, 0.1, List.of(group(muon, bed, MATRIX, kernels, gradient)));
            muon.step(1, 0.1, List.of(group(muon, bed, MATRIX, matrix, gradient.reshape(3, 8))));
            assertThat(kernels.toFloatArray()).isEqualTo(matrix.toFloatArray());
        }
    }

    @Test
    void a_matrix_has_one_moment() {
        try (Bed bed = new Bed()) {
            Muon muon = muon(bed, false);
            assertThat(muon.stateNames(MATRIX)).containsExactly("momentum_buffer");
            assertThat(muon.newState(bed.manager(), MATRIX, bed.random(3, 4))).hasSize(1);
            assertThat(muon.stateNames("adamw")).containsExactly("exp_avg", "exp_avg_sq");
        }
    }

    @Test
    void masters_keep_steps_that_bfloat16_would_lose() {
        try (Bed bed = new Bed()) {
            Muon muon = muon(bed, true);
            assertThat(muon.stateNames(MATRIX)).containsExactly("momentum_buffer", "master");
            NDArray value = bed.ops().cast(bed.array(new Shape(2, 2), 8, 0, 0, 8), Precision.BF16);
            NDArray gradient =
                    bed.ops().cast(bed.array(new Shape(2, 2), 1, 0, 0, 1), Precision.BF16);
            Group group = group(muon, bed, MATRIX, value, gradient);
            for (int step = 1; step <= 4; step++) {
                muon.step(step, 0.01, List.of(group));
            }
            NDArray master = group.state().get(0).get(1);
            assertThat(master.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(master.getFloat(0, 0)).isBetween(7.98f, 7.995f);
            assertThat(bed.ops().cast(value, Precision.FP32).getFloat(0, 0)).isEqualTo(8f);
        }
    }

    @Test
    void wrong_numbers_are_told() {
        assertThatThrownBy(() -> new MuonConfig(null, null, null, 0, null, null, null, null, null))
                .hasMessageContaining("ns_steps");
        assertThatThrownBy(
                        () -> new MuonConfig(null, 1.5, null, null, null, null, null, null, null))
                .hasMessageContaining("momentum");
    }
}
