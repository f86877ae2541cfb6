package dev.imago.runtime.cli;

import com.google.inject.Module;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.bench.CacheBenchmark;
import dev.imago.runtime.bench.DecodeBenchmark;
import dev.imago.runtime.bench.PackingBenchmark;
import dev.imago.runtime.bench.ProcessMemory;
import dev.imago.runtime.bench.RowsBenchmark;
import dev.imago.runtime.bench.TrainingBenchmark;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago bench}: how fast a language model decodes and trains here, and data comes. */
@Command(
        name = "imago bench",
        sortOptions = false,
        description = {
            "Measures tokens per second and peak memory of decoding and training, on random weights"
                    + " of SmolLM2-135M's shape. The scripts under benchmarks/ measure the same in"
                    + " Python. Run it on a quiet machine.",
            ""
        },
        footer = {"", "Example:", "  imago bench decode --precision bf16"})
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
        /** Training steps over samples of mixed lengths, padded and packed. */
        PACKING,
        /** The first batch of a file of a million rows. */
        ROWS;

        /** What is measured where nothing is named: the model's speed. */
        static final List<What> USUAL = List.of(DECODE, CACHE, TRAIN, TRAIN_QUARTER, PACKING);

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
            description = {
                "decode, cache, train, train_quarter or packing; all of these by default;",
                "or rows, the time to the first batch of a file of a million rows;",
                "or one of a plugin, such as unet or vae"
            })
    private List<String> words = List.of();

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32 or bf16 (${DEFAULT-VALUE})")
    private Precision precision = Precision.BF16;

    @Option(
            names = "--shape",
            paramLabel = "FILE",
            description = "YAML with a backbone, as in a recipe's model, to measure instead")
    private Path shape;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        List<String> wanted =
                words.isEmpty() ? What.USUAL.stream().map(What::word).toList() : words;
        RuntimeSection section = new RuntimeSection(null, precision, null, null, null);
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        try (ComponentRegistry registry = PluginLoader.load(shared.plugins(console))) {
            check(wanted, registry);
            try (RuntimeSession runtime = RuntimeSession.open(section, registry)) {
                for (String word : wanted) {
                    console.err().println("measuring " + word);
                    figures.put(word, measured(word, runtime, registry));
                }
            }
        }
        tell(console, figures);
        return 0;
    }

    private static void check(List<String> wanted, ComponentRegistry registry) {
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

    private Map<String, Double> measured(
            String word, RuntimeSession runtime, ComponentRegistry registry) {
        Optional<What> own = What.of(word);
        if (own.isPresent()) {
            BenchShape measured = BenchShape.of(shape, registry);
            return measured(
                    own.get(),
                    registry,
                    runtime,
                    weights -> runtime.factory().create(measured.backbone(), bound(weights)));
        }
        var spec = new RecipeLoader().defaults(Benchmark.class, word, registry);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Autograd.Scope inference = Autograd.off()) {
            figures.putAll(runtime.factory().create(spec).measure(runtime.manager(), precision));
        }
        ProcessMemory.peakGigabytes().ifPresent(peak -> figures.put("peak_gigabytes", peak));
        return figures;
    }

    private Map<String, Double> measured(
            What what,
            ComponentRegistry registry,
            RuntimeSession runtime,
            Function<Weights, Backbone> model) {
        return switch (what) {
            case DECODE -> decode(runtime, model);
            case CACHE -> cache(runtime, model);
            case TRAIN -> train(runtime, model, 1);
            case TRAIN_QUARTER -> train(runtime, model, 0.25);
            case PACKING -> packing(runtime, model);
            case ROWS -> rows(registry, runtime);
        };
    }

    private static Map<String, Double> rows(ComponentRegistry registry, RuntimeSession runtime) {
        var figures =
                new RowsBenchmark(registry, runtime.factory()).run(RowsBenchmark.Settings.DEFAULT);
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("file_megabytes", figures.fileMegabytes());
        named.put("cold_seconds", figures.coldSeconds());
        named.put("warm_seconds", figures.warmSeconds());
        named.put("questions_cold_seconds", figures.questionsColdSeconds());
        named.put("questions_warm_seconds", figures.questionsWarmSeconds());
        named.put("megabytes_above", figures.megabytesAbove());
        return named;
    }

    private Map<String, Double> cache(RuntimeSession runtime, Function<Weights, Backbone> model) {
        var usual = CacheBenchmark.Settings.DEFAULT;
        var figures =
                new CacheBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                model,
                                new CacheBenchmark.Settings(
                                        precision, usual.prefix(), usual.tokens(), usual.rounds()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("positions", (double) usual.prefix());
        named.put("cached_tokens_per_second", 1 / figures.cachedSeconds());
        named.put("recomputing_tokens_per_second", 1 / figures.recomputedSeconds());
        named.put("times_as_fast", figures.timesAsFast());
        return named;
    }

    private Map<String, Double> decode(RuntimeSession runtime, Function<Weights, Backbone> model) {
        var usual = DecodeBenchmark.Settings.DEFAULT;
        var figures =
                new DecodeBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                model,
                                new DecodeBenchmark.Settings(
                                        precision, usual.prompt(), usual.tokens(), usual.rounds()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("decode_tokens_per_second", figures.decodeTokensPerSecond());
        named.put("decode_tokens_per_second_median", figures.decodeMedian());
        named.put("prefill_tokens_per_second", figures.prefillTokensPerSecond());
        named.put("peak_gigabytes", figures.peakGigabytes());
        return named;
    }

    private Map<String, Double> train(
            RuntimeSession runtime, Function<Weights, Backbone> model, double labelled) {
        var usual = TrainingBenchmark.Settings.DEFAULT;
        var figures =
                new TrainingBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                model,
                                new TrainingBenchmark.Settings(
                                        precision,
                                        usual.batch(),
                                        usual.length(),
                                        labelled,
                                        usual.steps()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("tokens_per_second", figures.tokensPerSecond());
        named.put("seconds_per_step", figures.secondsPerStep());
        named.put("seconds_per_step_median", figures.medianSeconds());
        named.put("peak_gigabytes", figures.peakGigabytes());
        return named;
    }

    private Map<String, Double> packing(RuntimeSession runtime, Function<Weights, Backbone> model) {
        var usual = PackingBenchmark.Settings.DEFAULT;
        var figures =
                new PackingBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                model,
                                new PackingBenchmark.Settings(
                                        precision,
                                        usual.batch(),
                                        usual.shortest(),
                                        usual.longest(),
                                        usual.rounds()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("padded_tokens_per_second", figures.padded());
        named.put("grouped_tokens_per_second", figures.grouped());
        named.put("masked_tokens_per_second", figures.masked());
        named.put("packed_tokens_per_second", figures.packed());
        named.put("times_as_fast", figures.timesAsFast());
        return named;
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

    private static Module bound(Weights weights) {
        return binder -> binder.bind(Weights.class).toInstance(weights);
    }
}
