package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.nn.Precision;
import dev.imago.runtime.plugin.LoadedPlugin;
import dev.imago.runtime.plugin.PluginJarBuilder;
import dev.imago.runtime.recipe.RecipeLoader.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeLoaderTest {
    @TempDir Path folder;
    private RecipeFiles files;

    @BeforeEach
    void begin() {
        files = new RecipeFiles(folder);
    }

    @Test
    void whole_recipe_is_bound() throws IOException {
        Recipe recipe = files.load(RecipeFiles.SMALL);
        assertThat(recipe.name()).isEqualTo("small");
        assertThat(recipe.model().encoder().type()).isEqualTo("siglip");
        assertThat(recipe.model().encoder().config())
                .isEqualTo(new PaperPlugin.EncoderConfig(3, null, null, null, null));
        assertThat(recipe.model().decoder()).isNull();
        assertThat(recipe.data().get(0).tasks())
                .containsExactly(Map.entry("image_qa", 4.0), Map.entry("generate", 0.5));
    }

    @Test
    void silent_keys_take_their_defaults() throws IOException {
        Recipe recipe = files.load(RecipeFiles.SMALL);
        assertThat(recipe.seed()).isZero();
        assertThat(recipe.output()).isEqualTo(Path.of("runs/small"));
        assertThat(recipe.runtime().device()).isEqualTo(RuntimeSection.Device.AUTO);
        assertThat(recipe.runtime().precision()).isEqualTo(Precision.FP32);
        assertThat(recipe.runtime().threads().or(7)).isEqualTo(7);
        assertThat(recipe.model().heads().text().type()).isEqualTo("lm");
        assertThat(recipe.model().normalize().config()).isEqualTo(new PaperPlugin.NormConfig(null));
    }

    @Test
    void columns_under_one_scale_are_for_int4_to_choose() throws IOException {
        String few = RecipeFiles.SMALL + "\nruntime: {quantize_group: 128, quantize: ";
        assertThat(files.load(few + "int4}\n").runtime().quantization().orElseThrow().group())
                .isEqualTo(128);
        assertThatThrownBy(() -> files.load(few + "nf4_double}\n"))
                .hasMessageContaining("runtime.quantize_group")
                .hasMessageContaining("nf4 has blocks of 64 columns");
        RuntimeSection nf4 = files.load(few + "int4}\n").runtime().quantized(Quantization.Bits.NF4);
        assertThat(nf4.quantizeGroup()).isNull();
    }

    @Test
    void repeats_without_temperature_are_told_to_be_without_effect() throws IOException {
        String repeated = RecipeFiles.SMALL.replace("0.5}}", "0.5}, repeats: 3}");
        assertThatThrownBy(() -> files.load(repeated))
                .hasMessageContaining("data.0.repeats")
                .hasMessageContaining("has no effect without temperature");
        assertThat(files.load(repeated + "\ntemperature: 2\n").temperature()).isEqualTo(2);
    }

    @Test
    void stages_have_names_and_the_keys_of_their_component_beside_them() throws IOException {
        List<StageEntry> stages = files.load(RecipeFiles.SMALL).stages();
        assertThat(stages)
                .extracting(StageEntry::name)
                .containsExactly("connector", "instruct", "evaluate");
        PaperPlugin.TrainConfig instruct = (PaperPlugin.TrainConfig) stages.get(1).stage().config();
        assertThat(instruct.settings().steps()).isEqualTo(4);
        assertThat(instruct.settings().optimizer().config())
                .isEqualTo(new PaperPlugin.AdamConfig(1e-4));
    }

    @Test
    void tasks_named_by_data_have_their_defaults_and_listed_tasks_their_settings()
            throws IOException {
        Recipe recipe =
                files.load(
                        RecipeFiles.SMALL.replace("generate: 0.5", "terse: 1")
                                + "tasks: {terse: {type: image_qa, style: terse}}\n");
        assertThat(recipe.tasks()).containsOnlyKeys("image_qa", "terse");
        assertThat(recipe.tasks().get("terse").config())
                .isEqualTo(new PaperPlugin.TaskConfig("terse"));
        assertThat(recipe.tasks().get("image_qa").config())
                .isEqualTo(new PaperPlugin.TaskConfig("plain"));
    }

    @Test
    void same_recipe_is_the_same_record() throws IOException {
        assertThat(files.load(RecipeFiles.SMALL)).isEqualTo(files.load(RecipeFiles.SMALL));
    }

    @Test
    void section_is_read_from_a_file_of_its_own() throws IOException {
        Path file = files.write("imago.yaml", "device: cpu\nthreads: 2\n");
        RuntimeSection section =
                new RecipeLoader().load(RuntimeSection.class, file, files.registry());
        assertThat(section.device()).isEqualTo(RuntimeSection.Device.CPU);
        assertThat(section.threads()).isEqualTo(new AutoCount(2));
    }

    @Test
    void component_is_read_from_a_line() {
        assertThat(
                        new SpecReader(files.registry())
                                .read(
                                        dev.imago.api.model.Encoder.class,
                                        "{type: siglip, layers: 5}")
                                .config())
                .isEqualTo(new PaperPlugin.EncoderConfig(5, null, null, null, null));
    }

    @Test
    void plugins_named_by_the_recipe_are_loaded_before_it_is_bound() throws IOException {
        new PluginJarBuilder(folder).copyOf(PaperPlugin.class).build("paper.jar");
        Path file =
                files.write("recipe.yaml", RecipeFiles.WITHOUT_STAGES + "plugins: [paper.jar]\n");
        try (Opened opened = new RecipeLoader().open(file, List.of("seed=5"), List.of())) {
            assertThat(opened.recipe().seed()).isEqualTo(5);
            assertThat(opened.registry().plugins())
                    .contains(
                            new LoadedPlugin(
                                    "paper",
                                    folder.resolve("paper.jar").toString(),
                                    PaperPlugin.class.getName()));
        }
    }

    @Test
    void plugins_of_the_caller_are_loaded_as_well() throws IOException {
        Path jar = new PluginJarBuilder(folder).copyOf(PaperPlugin.class).build("paper.jar");
        Path file = files.write("recipe.yaml", RecipeFiles.WITHOUT_STAGES);
        try (Opened opened = new RecipeLoader().open(file, List.of(), List.of(jar))) {
            Record config = opened.recipe().model().encoder().config();
            assertThat(config.toString()).startsWith("EncoderConfig[layers=3");
            assertThat(config).isNotInstanceOf(PaperPlugin.EncoderConfig.class);
        }
    }

    @Test
    void plugin_that_is_not_there_is_told_with_its_place() throws IOException {
        Path file = files.write("recipe.yaml", "name: x\nplugins: [none.jar]\n");
        assertThatThrownBy(() -> new RecipeLoader().open(file, List.of(), List.of()))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(
                        "line 2, column 11, plugins.0: no such file or folder: none.jar");
    }
}
