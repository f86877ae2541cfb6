package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that takes some parts of another and makes the others anew. */
class TakenPartsTest {
    private static final String OTHER_SEED = "seed=8";

    @TempDir Path folder;
    private Path trained;
    private String weights;

    @BeforeEach
    void train() {
        trained = TinyRun.in(folder.resolve("run")).run().folder().model();
        weights = "model.weights=" + trained;
    }

    @Test
    void only_what_is_taken_is_the_other_model_s() {
        Predicate<String> wanted =
                name ->
                        name.startsWith("model.vision_tower.")
                                || name.startsWith("model.vision_norm.")
                                || name.startsWith("vision_head.");
        String take = "model.take=[encoder, normalize, vision_head]";
        try (TinyModel model = new TinyModel(weights, OTHER_SEED, take);
                Safetensors other = Safetensors.open(trained)) {
            for (Parameter parameter : model.store().parameters()) {
                assertThat(same(model, other, parameter))
                        .as(parameter.name())
                        .isEqualTo(wanted.test(parameter.name()));
            }
        }
    }

    @Test
    void what_is_not_taken_may_have_another_shape() {
        String[] smaller = {
            weights,
            "model.take=[encoder, normalize]",
            "model.backbone.hidden_size=16",
            "model.backbone.num_hidden_layers=1"
        };
        try (TinyModel model = new TinyModel(smaller);
                Safetensors other = Safetensors.open(trained)) {
            Parameter mean = model.store().find("model.vision_norm.feature_mean").orElseThrow();
            assertThat(same(model, other, mean)).isTrue();
        }
        smaller[1] = "model.take=[encoder, connector]";
        assertThatThrownBy(() -> new TinyModel(smaller))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("model.mm_projector", "has shape", "expected");
    }

    @Test
    void a_part_that_is_none_is_told_with_the_nearest_name() {
        assertThatThrownBy(() -> new TinyModel(weights, "model.take=[encodr, connector]"))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll(
                        "model.take", "'encodr' fits no parameter", "Did you mean 'encoder'?");
    }

    @Test
    void nothing_is_taken_from_nowhere() {
        assertThatThrownBy(() -> new TinyModel("model.take=[encoder]"))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("nothing to take from without weights");
    }

    @Test
    void a_stage_may_keep_to_a_few_samples() {
        String few = "stages.connector.max_samples={image_qa: 2, generate: 2}";
        TinyRun one = TinyRun.in(folder.resolve("few"), few, "stages.connector.steps=12").run();
        TinyRun all = TinyRun.in(folder.resolve("all"), "stages.connector.steps=12").run();
        assertThat(last(one)).isLessThan(last(all));
        assertThat(
                        TinyRun.in(
                                        folder.resolve("none"),
                                        "stages.connector.max_samples={generate: 0}")
                                .refused()
                                .problems()
                                .get(0)
                                .toString())
                .contains("max_samples.generate", "is 0, expected at least 1");
    }

    private static double last(TinyRun run) {
        double[] losses = run.losses("connector");
        return losses[losses.length - 1];
    }

    private static boolean same(TinyModel model, Safetensors other, Parameter parameter) {
        try (NDArray value = other.read(model.ops(), parameter.name(), model.manager())) {
            return value.toByteBuffer(true).equals(parameter.value().toByteBuffer(true));
        }
    }
}
