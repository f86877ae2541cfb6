package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.runtime.Imago;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RecipeCheck;
import dev.imago.runtime.run.RecipeRunner;
import dev.imago.runtime.run.RunFolder;
import dev.imago.runtime.run.RunPlan;
import dev.imago.runtime.run.StagePlan;
import dev.imago.runtime.text.AddedTokens;
import dev.imago.runtime.train.Interruption;
import dev.imago.runtime.weights.ParameterGroup;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of the paper's scale, with tiny models of the same build and key names. */
class MetamorphRecipeTest {
    private static final Path RECIPE = Path.of("../recipes/metamorph-8b/metamorph.yaml");
    private static final Path MODELS = Path.of("src/test/resources/published");

    @TempDir Path folder;

    private Map<String, String> environment;

    @BeforeEach
    void models() throws IOException {
        Path llama = Files.createDirectories(folder.resolve("llama"));
        try (Stream<Path> files = Files.list(MODELS.resolve("llama-sharded"))) {
            for (Path file : files.toList()) {
                Files.copy(file, llama.resolve(file.getFileName()));
            }
        }
        AddedTokens.write(
                llama,
                llama,
                List.of(
                        "<|begin_of_text|>",
                        "<|start_header_id|>",
                        "<|end_header_id|>",
                        "<|eot_id|>"));
        Path siglip = MODELS.resolve("siglip-vision").toAbsolutePath().normalize();
        environment =
                Map.of(
                        "METAMORPH_LLAMA", llama.toString(),
                        "METAMORPH_SIGLIP", siglip.toString(),
                        "METAMORPH_STAGE1", rows().toString(),
                        "METAMORPH_STAGE2", rows().toString());
    }

    /** Two rows with one picture, one that is asked about and one that is drawn. */
    private Path rows() throws IOException {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, 0xff0000);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        String row =
                "{\"id\": \"%s\", \"image\": \"a.png\", \"conversations\": [{\"from\": \"human\","
                        + " \"value\": \"%s\"}, {\"from\": \"gpt\", \"value\": \"%s\"}]}";
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(
                file,
                String.format(row, "see", "<image>\\nwhat is it", "a red bag")
                        + "\n"
                        + String.format(row, "draw", "draw a red bag", "<image>")
                        + "\n");
        return file;
    }

    private RecipeLoader.Opened open(String... overrides) {
        return new RecipeLoader(environment).open(RECIPE, List.of(overrides), List.of());
    }

    @Test
    void check_and_plan_look_at_it() {
        try (RecipeLoader.Opened opened = open("runtime.device=cpu")) {
            assertThat(RecipeCheck.of(opened))
                    .extracting(RecipeCheck.Finding::what)
                    .contains("model", "stage align", "stage instruct");
            RunPlan plan = RunPlan.of(opened);
            assertThat(plan.stages()).extracting(StagePlan::batchSize).containsExactly(448, 1536);
            assertThat(plan.stages())
                    .extracting(StagePlan::learningRate)
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 5e-8 ? 0 : 1)
                    .containsExactly(3.74e-5, 6.93e-5);
            assertThat(plan.parameters())
                    .extracting(ParameterGroup::name)
                    .contains("model.mm_projector", "model.vision_tower", "vision_head");
        }
    }

    @Test
    void what_is_recomputed_is_planned_with_less_memory() {
        try (RecipeLoader.Opened usual = open("runtime.device=cpu");
                RecipeLoader.Opened keeping =
                        open("runtime.device=cpu", "stages.instruct.recompute=false")) {
            List<StagePlan> planned = RunPlan.of(usual).stages();
            List<StagePlan> kept = RunPlan.of(keeping).stages();
            assertThat(planned.get(0).activationBytes()).isEqualTo(kept.get(0).activationBytes());
            assertThat(planned.get(1).activationBytes()).isLessThan(kept.get(1).activationBytes());
        }
    }

    @Test
    void it_trains_both_stages_and_goes_back_to_the_reference() {
        Path output = folder.resolve("run");
        try (RecipeLoader.Opened opened =
                open(
                        "output=" + output,
                        "runtime.device=cpu",
                        "runtime.precision=fp32",
                        "runtime.workers=1",
                        "model.backbone.vocab_size=310",
                        "model.reducer.tokens=4",
                        "stages.align.steps=1",
                        "stages.align.batch_size=2",
                        "stages.align.accumulate=1",
                        "stages.align.schedule.warmup_steps=0",
                        "stages.instruct.steps=2",
                        "stages.instruct.batch_size=2",
                        "stages.instruct.accumulate=1",
                        "stages.instruct.schedule.warmup_steps=0")) {
            try (RecipeRunner runner =
                    new RecipeRunner(opened, Progress.SILENT, new Interruption())) {
                runner.run(RecipeRunner.Selection.ALL);
            }
            Path model = new RunFolder(output).model();
            Path exported = folder.resolve("metamorph");
            ModelExport.Options options =
                    new ModelExport.Options(ExportFormat.METAMORPH, null, null);
            assertThat(
                            new ModelExport(opened.registry(), options)
                                    .run(model, exported)
                                    .difference())
                    .isZero();
            try (Imago imago = Imago.open(exported)) {
                assertThat(imago.model().visual().tokens()).isEqualTo(4);
            }
        }
    }
}
