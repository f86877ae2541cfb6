package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
    @TempDir Path folder;
    private RecipeFiles files;

    @BeforeEach
    void begin() throws IOException {
        files = new RecipeFiles(folder);
        files.write("base.yaml", RecipeFiles.SMALL);
    }

    @Test
    void extending_recipe_changes_only_what_it_says() throws IOException {
        Recipe recipe =
                files.load(
                        """
                        extends: base.yaml
                        name: other
                        model: {encoder: {pooling: first_token}}
                        """);
        assertThat(recipe.name()).isEqualTo("other");
        assertThat(recipe.model().encoder().config())
                .isEqualTo(
                        new PaperPlugin.EncoderConfig(
                                3, PaperPlugin.Pooling.FIRST_TOKEN, null, null, null));
        assertThat(recipe.stages()).hasSize(3);
    }

    @Test
    void list_of_the_extending_recipe_replaces_the_list() throws IOException {
        Recipe recipe = files.load("extends: base.yaml\nstages: [evaluate]\n");
        assertThat(recipe.stages()).extracting(StageEntry::name).containsExactly("evaluate");
    }

    @Test
    void component_of_another_type_drops_the_keys_of_the_base() throws IOException {
        Recipe recipe = files.load("extends: base.yaml\nmodel: {encoder: {type: clip}}\n");
        assertThat(recipe.model().encoder().config()).isEqualTo(new PaperPlugin.Nothing());
    }

    @Test
    void empty_value_takes_the_key_of_the_base_away() throws IOException {
        Recipe recipe = files.load("extends: base.yaml\nstages:\n");
        assertThat(recipe.stages()).isEmpty();
    }

    @Test
    void override_sets_a_key_and_adds_sections() throws IOException {
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL,
                        "model.encoder.layers=7",
                        "runtime.threads=2",
                        "runtime.device=cpu");
        assertThat(recipe.model().encoder().config())
                .isEqualTo(new PaperPlugin.EncoderConfig(7, null, null, null, null));
        assertThat(recipe.runtime().threads()).isEqualTo(new AutoCount(2));
        assertThat(recipe.runtime().device()).isEqualTo(RuntimeSection.Device.CPU);
    }

    @Test
    void override_finds_a_stage_by_index_or_name() throws IOException {
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL,
                        "stages.0.steps=10",
                        "stages.instruct.steps=20",
                        "stages.instruct.optimizer.lr=1e-2");
        assertThat(train(recipe, 0).settings().steps()).isEqualTo(10);
        assertThat(train(recipe, 1).settings().steps()).isEqualTo(20);
        assertThat(train(recipe, 1).settings().optimizer().config())
                .isEqualTo(new PaperPlugin.AdamConfig(0.01));
    }

    @Test
    void override_reaches_into_a_component_that_is_only_a_word() throws IOException {
        Recipe recipe = files.load(RecipeFiles.SMALL, "model.reducer.tokens=4");
        assertThat(recipe.model().reducer().config())
                .isEqualTo(new PaperPlugin.ReducerConfig(4, null));
    }

    @Test
    void override_may_be_a_whole_section_and_later_ones_win() throws IOException {
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL,
                        "model.encoder={type: clip}",
                        "seed=1",
                        "seed=2",
                        "stages=[evaluate]");
        assertThat(recipe.model().encoder().type()).isEqualTo("clip");
        assertThat(recipe.seed()).isEqualTo(2);
        assertThat(recipe.stages()).hasSize(1);
    }

    @Test
    void key_with_dots_stands_in_quotes() throws IOException {
        Recipe recipe = files.load(RecipeFiles.SMALL, "stages.connector.trainable.\"model.*\"=0.5");
        assertThat(train(recipe, 0).trainable()).containsEntry("model.*", 0.5);
    }

    @Test
    void environment_variables_stand_in_texts() throws IOException {
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL
                                + "output: ${env:HOME_DATA}/out\n"
                                + "evaluation:\n"
                                + "  - {source: {type: photos, split: '${env:SPLIT:-test}'},"
                                + " tasks: {image_qa: 1}}\n");
        assertThat(recipe.output()).isEqualTo(Path.of("/data/out"));
        assertThat(recipe.evaluation().get(0).source().config())
                .isEqualTo(new PaperPlugin.SourceConfig("test", null));
    }

    @Test
    void path_is_taken_from_the_recipes_folder_where_it_exists_there() throws IOException {
        Files.createDirectory(folder.resolve("weights"));
        Recipe recipe = files.load(RecipeFiles.SMALL + "output: weights\n");
        assertThat(recipe.output()).isEqualTo(folder.resolve("weights"));
        assertThat(files.load(RecipeFiles.SMALL + "output: elsewhere\n").output())
                .isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void path_of_an_override_is_taken_from_the_current_directory() throws IOException {
        Files.createDirectory(folder.resolve("weights"));
        assertThat(files.load(RecipeFiles.SMALL, "output=weights").output())
                .isEqualTo(Path.of("weights"));
    }

    private static PaperPlugin.TrainConfig train(Recipe recipe, int stage) {
        return (PaperPlugin.TrainConfig) recipe.stages().get(stage).stage().config();
    }
}
