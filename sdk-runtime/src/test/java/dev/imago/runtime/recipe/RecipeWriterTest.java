package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeWriterTest {
    @TempDir Path folder;

    @Test
    void what_is_written_binds_to_an_equal_recipe() throws IOException {
        RecipeFiles files = new RecipeFiles(folder);
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL,
                        "runtime={device: cpu, threads: 2, bad_sample_rate: 0.05}",
                        "stages.connector.trainable={\"model.*\": 1e-05}");
        String written = RecipeWriter.yaml(recipe);
        assertThat(files.load(written)).isEqualTo(recipe);
        assertThat(RecipeWriter.yaml(files.load(written))).isEqualTo(written);
    }

    @Test
    void defaults_are_spelled_out_and_flat_keys_stand_beside_the_others() throws IOException {
        String written = RecipeWriter.yaml(new RecipeFiles(folder).load(RecipeFiles.SMALL));
        assertThat(written)
                .startsWith("name: small\nseed: 0\noutput: runs/small\n")
                .contains("device: auto\n")
                .contains("- name: evaluate\n    type: evaluate\n")
                .contains("    steps: 3\n");
    }

    @Test
    void equal_records_give_equal_json() {
        assertThat(RecipeWriter.json(RuntimeSection.DEFAULT, Path::toString))
                .isEqualTo(
                        "{\"device\":\"auto\",\"precision\":\"fp32\",\"threads\":\"auto\","
                                + "\"workers\":\"auto\",\"bad_sample_rate\":0.01,\"kept_features_gb\":100.0}");
    }
}
