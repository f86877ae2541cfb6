package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.runtime.Imago;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.plugin.PluginLoader;
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
import dev.imago.runtime.weights.Safetensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of the paper's scale, with tiny models of the same build and key names. */
class MetamorphRecipeTest {
    private static final Path RECIPE = Path.of("../recipes/metamorph-8b/metamorph.yaml");
    private static final Path DIFFUSION =
            Path.of("src/test/resources/parity/decoder/models/tiny-b");
    private static final int BLOCK = 512;
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
                        "METAMORPH_DIFFUSION", DIFFUSION.toAbsolutePath().normalize().toString(),
                        "METAMORPH_STAGE1", rows().toString(),
                        "METAMORPH_STAGE2", rows().toString(),
                        "METAMORPH_PICTURES", pictures().toString());
    }

    /** An archive of two pictures with captions. */
    private Path pictures() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", png);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (String name : List.of("0", "1")) {
            entry(tar, name + ".png", png.toByteArray());
            entry(tar, name + ".txt", ("bag " + name).getBytes(StandardCharsets.UTF_8));
        }
        tar.write(new byte[2 * BLOCK]);
        Path archive = Files.createDirectories(folder.resolve("shards")).resolve("000.tar");
        Files.write(archive, tar.toByteArray());
        return archive.getParent();
    }

    private static void entry(ByteArrayOutputStream tar, String name, byte[] content) {
        byte[] header = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), BLOCK);
        put(header, 100, "0000644\0" + "0000000\0".repeat(2));
        put(header, 124, String.format("%011o\0%011o\0", content.length, 0));
        put(header, 148, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte one : header) {
            sum += one;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int at, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, header, at, text.length());
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
                    .contains("model", "stage align", "stage instruct", "stage decoder");
            RunPlan plan = RunPlan.of(opened);
            assertThat(plan.stages())
                    .extracting(StagePlan::batchSize)
                    .containsExactly(448, 1536, 2112);
            assertThat(plan.stages())
                    .extracting(StagePlan::learningRate)
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 5e-8 ? 0 : 1)
                    .containsExactly(3.74e-5, 6.93e-5, 1e-5);
            assertThat(plan.parameters())
                    .extracting(ParameterGroup::name)
                    .contains(
                            "model.mm_projector",
                            "model.vision_tower",
                            "vision_head",
                            "decoder.projector",
                            "decoder.unet");
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
    void it_trains_all_stages_and_goes_back_to_the_reference() {
        Path output = folder.resolve("run");
        train(output, 2);

        assertThat(changed(output, "instruct")).contains("lm_head.weight", "vision_head.0.weight");
        assertThat(changed(output, "decoder"))
                .contains("decoder.projector.layers.0.weight", "decoder.unet.conv_in.weight")
                .allMatch(name -> name.matches("decoder\\.(projector|unet)\\..*"));
        Path model = new RunFolder(output).model();
        Path exported = folder.resolve("metamorph");
        ModelExport.Options options = new ModelExport.Options(ExportFormat.METAMORPH, null, null);
        try (var registry = PluginLoader.classPath()) {
            assertThat(new ModelExport(registry, options).run(model, exported).difference())
                    .isZero();
        }
        try (Imago imago = Imago.open(exported)) {
            assertThat(imago.model().visual().tokens()).isEqualTo(4);
        }
        try (Imago imago = Imago.open(model)) {
            assertThat(imago.model().decoder()).isPresent();
        }
    }

    /** Parts of a batch bring its loss and its steps, whatever their number. */
    @Test
    void accumulation_trains_as_the_whole_batch_does() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        train(whole, 1);
        train(parts, 2);

        for (String stage : List.of("align", "instruct", "decoder")) {
            assertThat(losses(parts, stage)).as(stage).hasSize(2);
            assertThat(losses(parts, stage))
                    .as(stage)
                    .usingComparatorWithPrecision(1e-5)
                    .containsExactly(losses(whole, stage));
        }
    }

    private void train(Path output, int parts) {
        List<String> keys = new ArrayList<>();
        keys.addAll(List.of("output=" + output, "runtime.device=cpu", "runtime.precision=fp32"));
        keys.addAll(List.of("runtime.workers=1", "model.backbone.vocab_size=310"));
        keys.addAll(List.of("model.reducer.tokens=4", "model.decoder.projector.hidden_dim=16"));
        for (String stage : List.of("align", "instruct", "decoder")) {
            keys.add("stages." + stage + ".steps=2");
            keys.add("stages." + stage + ".log_every=1");
            keys.add("stages." + stage + ".batch_size=4");
            keys.add("stages." + stage + ".accumulate=" + parts);
            keys.add("stages." + stage + ".schedule.warmup_steps=1");
        }
        keys.removeIf(key -> key.equals("stages.decoder.schedule.warmup_steps=1"));
        try (RecipeLoader.Opened opened = open(keys.toArray(String[]::new));
                RecipeRunner runner =
                        new RecipeRunner(opened, Progress.SILENT, new Interruption())) {
            runner.run(RecipeRunner.Selection.ALL);
        }
    }

    private static Set<String> changed(Path output, String stage) {
        Path weights = new RunFolder(output).stage(stage).resolve("weights.safetensors");
        try (Safetensors saved = Safetensors.open(weights)) {
            return Set.copyOf(saved.tensors().keySet());
        }
    }

    private static double[] losses(Path output, String stage) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(new RunFolder(output).metrics())) {
            JsonNode figures = json.readTree(line);
            if (figures.get("stage").asText().equals(stage)) {
                losses.add(figures.get("loss").asDouble());
            }
        }
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
