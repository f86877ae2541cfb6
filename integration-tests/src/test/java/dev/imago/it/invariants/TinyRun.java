package dev.imago.it.invariants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RecipeRunner;
import dev.imago.runtime.run.RunFolder;
import dev.imago.runtime.train.Interruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A run of the tiny recipe, in a folder of its own. */
public final class TinyRun {
    /** The wardrobe recipe's shape, as small as it can be. */
    public static final Path RECIPE = Path.of("src/test/resources/invariants/tiny.yaml");

    private final Path recipe;
    private final Path output;
    private final List<String> overrides = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Runnable> whenLogged = new HashMap<>();
    private final Map<String, Runnable> whenSaid = new HashMap<>();
    private final Map<String, List<Long>> steps = new HashMap<>();
    private final Interruption interruption = new Interruption();
    private Map<String, Double> figures = Map.of();
    private Map<String, String> environment = Map.of();

    private TinyRun(Path recipe, Path output, List<String> overrides) {
        this.recipe = recipe;
        this.output = output;
        this.overrides.add("output=" + output);
        this.overrides.addAll(overrides);
    }

    /** The tiny recipe with some keys changed. */
    public static TinyRun in(Path output, String... overrides) {
        return new TinyRun(RECIPE, output, List.of(overrides));
    }

    /** Another recipe. */
    public static TinyRun of(Path recipe, Path output, String... overrides) {
        return new TinyRun(recipe, output, Arrays.asList(overrides));
    }

    /** The same where these environment variables are set. */
    public TinyRun within(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** Runs all stages that are not finished. */
    public TinyRun run() {
        return run(RecipeRunner.Selection.ALL);
    }

    /** Runs some stages. */
    TinyRun run(RecipeRunner.Selection selection) {
        try (RecipeLoader.Opened opened = open();
                RecipeRunner runner = new RecipeRunner(opened, new Lines(), interruption)) {
            figures = runner.run(selection).figures();
        }
        return this;
    }

    /** What the last run measured. */
    Map<String, Double> figures() {
        return figures;
    }

    /** The recipe with its plugins; the caller closes them. */
    public RecipeLoader.Opened open() {
        return new RecipeLoader(environment).open(recipe, overrides, List.of());
    }

    /** What a run that must fail says. */
    public ImagoException refused() {
        return refused(RecipeRunner.Selection.ALL);
    }

    /** What a run of some stages that must fail says. */
    ImagoException refused(RecipeRunner.Selection selection) {
        try {
            run(selection);
        } catch (ImagoException e) {
            return e;
        }
        throw new AssertionError("the run ended well; it said " + lines);
    }

    /** Asks to stop, as Ctrl-C does. */
    public void interrupt() {
        interruption.request();
    }

    /** Does something after each step of a stage that is logged. */
    public void whenLogged(String stage, Runnable action) {
        whenLogged.put(stage, action);
    }

    /** Does something when the run says a line. */
    void whenSaid(String line, Runnable action) {
        whenSaid.put(line, action);
    }

    /** The steps of a stage that this run logged, not those of runs before. */
    List<Long> steps(String stage) {
        return steps.getOrDefault(stage, List.of());
    }

    /** What the run said. */
    public List<String> lines() {
        return lines;
    }

    /** Where it leaves its files. */
    public RunFolder folder() {
        return new RunFolder(output);
    }

    /** Metrics without those that tell the time. */
    public List<JsonNode> metrics() {
        ObjectMapper json = new ObjectMapper();
        try {
            List<JsonNode> metrics = new ArrayList<>();
            for (String line : Files.readAllLines(folder().metrics())) {
                ObjectNode figures = (ObjectNode) json.readTree(line);
                figures.remove("tokens_per_second");
                metrics.add(figures);
            }
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The losses of a stage, in order. */
    public double[] losses(String stage) {
        return metrics().stream()
                .filter(line -> line.get("stage").asText().equals(stage))
                .mapToDouble(line -> line.get("loss").asDouble())
                .toArray();
    }

    /** A stage's weights, as its file holds them. */
    public byte[] weights(String stage) {
        return bytes(folder().stage(stage).resolve("weights.safetensors"));
    }

    /** The model's weights, as its file holds them. */
    public byte[] model() {
        return bytes(folder().model().resolve("model.safetensors"));
    }

    /** Names of the checkpoints of a stage. */
    public List<String> checkpoints(String stage) {
        Path state = folder().stage(stage).resolve("state");
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is told. */
    private final class Lines implements Progress {
        @Override
        public void line(String text) {
            lines.add(text);
            whenSaid.getOrDefault(text, () -> {}).run();
        }

        @Override
        public Bar bar(String label, long total) {
            return (done, detail) -> {
                steps.computeIfAbsent(label, stage -> new ArrayList<>()).add(done);
                whenLogged.getOrDefault(label, () -> {}).run();
            };
        }
    }
}
