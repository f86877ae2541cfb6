package dev.imago.runtime.cli;

import dev.imago.api.cli.Benchmark;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.bench.DecodeBenchmark;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago bench}: how fast and how well a language model runs here, and data comes. */
@Command(
        name = "imago bench",
        sortOptions = false,
        description = {
            "Measures tokens per second and peak memory of decoding and training, on random weights"
                    + " of SmolLM2-135M's shape or on a model, and what few bits cost. The scripts"
                    + " under benchmarks/ measure the same in Python. Run it on a quiet machine.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago bench decode --precision bf16",
            "  imago bench decode --model smollm2 --quantize int8",
            "  imago bench perplexity --model smollm2 --text book.txt"
        })
final class BenchVerb implements Verb {
    /** What can be measured. */
    enum What {
        /** One token after the other, with a cache. */
        DECODE,
        /** One token more, with a cache and without. */
        CACHE,
        /** A training step, every position labelled. */
        TRAIN,
        /** A training step, a quarter of the positions labelled. */
        TRAIN_QUARTER,
        /** A training step of adapters alone. */
        LORA,
        /** Training steps over samples of mixed lengths, padded and packed. */
        PACKING,
        /** The first batch of a file of a million rows. */
        ROWS,
        /** From the start of the process to the first token of a model. */
        FIRST_TOKEN,
        /** How well a model foresees a text, in each precision. */
        PERPLEXITY;

        /** What is measured where nothing is named: the model's speed. */
        static final List<What> USUAL = List.of(DECODE, CACHE, TRAIN, TRAIN_QUARTER, LORA, PACKING);

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<What> of(String word) {
            return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
        }
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description =
                    "decode, cache, train, train_quarter, lora or packing; all of these by default; or"
                            + " rows (the time to the first batch of a file of a million rows),"
                            + " first_token or perplexity; or one of a plugin, such as unet or vae")
    private List<String> words = List.of();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32 or bf16 (bf16; perplexity measures all, with few bits)")
    private Precision precision;

    @Option(
            names = "--quantize",
            paramLabel = "BITS",
            description = "keep weights of linear layers in int8, int4, nf4 or nf4_double")
    private Quantization.Bits bits;

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "a language model: a folder in the Hugging Face layout or a GGUF file")
    private Path model;

    @Option(
            names = "--shape",
            paramLabel = "FILE",
            description = "YAML with a backbone, as in a recipe's model, to measure instead")
    private Path shape;

    @Option(
            names = "--prompt",
            paramLabel = "N",
            description = "positions that decode reads first (${DEFAULT-VALUE})")
    private int prompt = DecodeBenchmark.Settings.DEFAULT.prompt();

    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = "what perplexity and first_token read")
    private Path text;

    @Option(
            names = "--one-by-one",
            description = "perplexity reads position after position, as answers are written")
    private boolean oneByOne;

    @Mixin private BenchTraining training;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        List<String> wanted =
                words.isEmpty() ? What.USUAL.stream().map(What::word).toList() : words;
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        try (ComponentRegistry registry = PluginLoader.load(shared.plugins(console))) {
            checkNames(wanted, registry);
            checkOptions(wanted.stream().flatMap(word -> What.of(word).stream()).toList());
            try (RuntimeSession runtime =
                    RuntimeSession.open(RuntimeSection.of(computed()), registry)) {
                BenchRuns runs = new BenchRuns(runtime, computed(), bits, prompt);
                for (String word : wanted) {
                    console.err().println("measuring " + word);
                    What one = What.of(word).orElse(null);
                    if (one == null) {
                        figures.put(word, runs.offered(word, registry));
                    } else if (one == What.PERPLEXITY) {
                        figures.putAll(perplexity(runtime, registry, console));
                    } else {
                        figures.put(word, measured(one, runs, registry));
                    }
                }
            }
        }
        tell(console, figures);
        return 0;
    }

    private Precision computed() {
        return precision == null ? Precision.BF16 : precision;
    }

    private static void checkNames(List<String> wanted, ComponentRegistry registry) {
        List<String> known = new ArrayList<>();
        Arrays.stream(What.values()).map(What::word).forEach(known::add);
        registry.offered(Benchmark.class).stream().map(Component::type).forEach(known::add);
        for (String word : wanted) {
            if (!known.contains(word)) {
                throw CommandLineRun.usage(
                        word,
                        "is no benchmark, expected one of "
                                + String.join(", ", known)
                                + ". "
                                + NearestName.question(word, known));
            }
        }
    }

    private void checkOptions(List<What> what) {
        if (model == null && (what.contains(What.PERPLEXITY) || what.contains(What.FIRST_TOKEN))) {
            throw CommandLineRun.usage("--model", "is missing: say which model to measure.");
        }
        if (text == null && what.contains(What.PERPLEXITY)) {
            throw CommandLineRun.usage("--text", "is missing: say which text to read.");
        }
        if (model != null && shape != null) {
            throw CommandLineRun.usage("--shape", "can't be given together with --model.");
        }
        if (prompt < 1) {
            throw CommandLineRun.usage("--prompt", "is " + prompt + ", expected at least 1.");
        }
    }

    private Map<String, Double> measured(What what, BenchRuns runs, ComponentRegistry registry) {
        if (what == What.ROWS) {
            return runs.rows(registry);
        }
        BenchModel measured =
                model == null ? BenchModel.shape(shape, registry) : BenchModel.of(model, registry);
        return switch (what) {
            case DECODE -> runs.decode(measured);
            case CACHE -> runs.cache(measured);
            case TRAIN -> runs.train(measured, 1, training);
            case TRAIN_QUARTER -> runs.train(measured, 0.25, training);
            case LORA -> runs.lora(measured, training);
            case PACKING -> runs.packing(measured);
            default -> runs.firstToken(measured, text);
        };
    }

    private Map<String, Map<String, Double>> perplexity(
            RuntimeSession runtime, ComponentRegistry registry, Console console) {
        PerplexityRuns runs =
                new PerplexityRuns(
                        runtime,
                        BenchModel.of(model, registry),
                        oneByOne,
                        ProgressChoice.of(console));
        return precision == null && bits == null
                ? runs.all(text)
                : runs.one(text, computed(), bits);
    }

    private void tell(Console console, Map<String, Map<String, Double>> figures) {
        if (shared.json) {
            console.out().println(JsonText.of(figures));
            return;
        }
        TextTable table = new TextTable("benchmark", "figure", "value");
        figures.forEach(
                (name, values) ->
                        values.forEach(
                                (figure, value) ->
                                        table.row(
                                                name,
                                                figure.replace('_', ' '),
                                                String.format(Locale.ROOT, "%.2f", value))));
        console.out().print(table);
    }
}
