package dev.imago.runtime.cli;

import dev.imago.api.cli.Benchmark;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.bench.CacheBenchmark;
import dev.imago.runtime.bench.DecodeBenchmark;
import dev.imago.runtime.bench.FirstToken;
import dev.imago.runtime.bench.MeasuredModel;
import dev.imago.runtime.bench.PackingBenchmark;
import dev.imago.runtime.bench.ProcessMemory;
import dev.imago.runtime.bench.RowsBenchmark;
import dev.imago.runtime.bench.TrainingBenchmark;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.text.JsonTokenizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs single benchmarks and names their figures.
 *
 * @param bits few bits for the weights of linear layers; null for none
 * @param prompt positions that decoding begins with
 */
record BenchRuns(RuntimeSession runtime, Precision precision, Quantization.Bits bits, int prompt) {
    private static final String WORDS = "Name three colours that appear in a rainbow.";

    Map<String, Double> decode(BenchModel model) {
        var usual = DecodeBenchmark.Settings.DEFAULT;
        var figures =
                new DecodeBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                measured(model),
                                new DecodeBenchmark.Settings(
                                        precision, prompt, usual.tokens(), usual.rounds()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("decode_tokens_per_second", figures.decodeTokensPerSecond());
        named.put("decode_tokens_per_second_median", figures.decodeMedian());
        named.put("prefill_tokens_per_second", figures.prefillTokensPerSecond());
        named.put(
                "decode_tokens_per_processor_second", figures.processor().decodeTokensPerSecond());
        named.put(
                "prefill_tokens_per_processor_second",
                figures.processor().prefillTokensPerSecond());
        named.put("peak_gigabytes", figures.peakGigabytes());
        return named;
    }

    /** One that a plugin offers. */
    Map<String, Double> offered(String name, ComponentRegistry registry) {
        var spec = new RecipeLoader().defaults(Benchmark.class, name, registry);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Autograd.Scope inference = Autograd.off()) {
            figures.putAll(runtime.factory().create(spec).measure(runtime.manager(), precision));
        }
        ProcessMemory.peakGigabytes().ifPresent(peak -> figures.put("peak_gigabytes", peak));
        return figures;
    }

    Map<String, Double> cache(BenchModel model) {
        var usual = CacheBenchmark.Settings.DEFAULT;
        var figures =
                new CacheBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                measured(model),
                                new CacheBenchmark.Settings(
                                        precision, usual.prefix(), usual.tokens(), usual.rounds()));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("positions", (double) usual.prefix());
        named.put("cached_tokens_per_second", 1 / figures.cachedSeconds());
        named.put("recomputing_tokens_per_second", 1 / figures.recomputedSeconds());
        named.put("times_as_fast", figures.timesAsFast());
        return named;
    }

    Map<String, Double> train(BenchModel model, double labelled, BenchTraining options) {
        return training(model, labelled, List.of(), options.recompute());
    }

    /** Training of adapters on all linear layers, as {@code benchmarks/hf_lora.py} has them. */
    Map<String, Double> lora(BenchModel model, BenchTraining options) {
        return training(model, 1, List.of(options.adapter()), options.recompute());
    }

    private Map<String, Double> training(
            BenchModel model, double labelled, List<AdapterSection> adapters, boolean recompute) {
        if (bits != null) {
            throw CommandLineRun.usage("--quantize", "is not for training: weights must be whole.");
        }
        var usual = TrainingBenchmark.Settings.DEFAULT;
        var figures =
                new TrainingBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                weights -> model.build(runtime, weights),
                                new TrainingBenchmark.Settings(
                                        precision,
                                        usual.batch(),
                                        usual.length(),
                                        labelled,
                                        usual.steps(),
                                        adapters,
                                        recompute));
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("tokens_per_second", figures.tokensPerSecond());
        named.put("seconds_per_step", figures.secondsPerStep());
        named.put("seconds_per_step_median", figures.medianSeconds());
        named.put("thread_seconds_per_step", figures.threadSeconds());
        named.put("peak_gigabytes", figures.peakGigabytes());
        return named;
    }

    Map<String, Double> packing(BenchModel model) {
        var usual = PackingBenchmark.Settings.DEFAULT;
        var figures =
                new PackingBenchmark(runtime.ops(), runtime.manager())
                        .run(
                                weights -> model.build(runtime, weights),
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

    Map<String, Double> rows(ComponentRegistry registry) {
        var figures =
                new RowsBenchmark(registry, runtime.factory()).run(RowsBenchmark.Settings.DEFAULT);
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("file_megabytes", figures.fileMegabytes());
        named.put("cold_seconds", figures.coldSeconds());
        named.put("warm_seconds", figures.warmSeconds());
        named.put("questions_cold_seconds", figures.questionsColdSeconds());
        named.put("questions_warm_seconds", figures.questionsWarmSeconds());
        named.put("megabytes_above", figures.megabytesAbove());
        named.put("questions_megabytes_above", figures.questionsMegabytesAbove());
        return named;
    }

    /**
     * @param text a file with the prompt; null takes usual words
     */
    Map<String, Double> firstToken(BenchModel model, Path text) {
        try (JsonTokenizer tokenizer = model.files().tokenizer()) {
            int[] ids = tokenizer.encode(text == null ? WORDS : PerplexityRuns.read(text));
            var figures =
                    new FirstToken(runtime.ops(), runtime.manager())
                            .run(measured(model), precision, ids);
            Map<String, Double> named = new LinkedHashMap<>();
            named.put("seconds_to_first_token", figures.seconds());
            named.put("seconds_to_open_weights", figures.openSeconds());
            named.put("token", (double) figures.token());
            named.put("peak_gigabytes", figures.peakGigabytes());
            return named;
        }
    }

    private MeasuredModel measured(BenchModel model) {
        return model.measured(runtime).quantized(Optional.ofNullable(bits).map(Quantization::of));
    }
}
