package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.bench.Perplexity;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.text.JsonTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What precision and few bits cost a model on a text.
 *
 * @param oneByOne reads position after position
 */
record PerplexityRuns(
        RuntimeSession runtime, BenchModel model, boolean oneByOne, Progress progress) {
    private static final int WINDOW = 1024;

    /** A text file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    /** In every precision, each beside float32. */
    Map<String, Map<String, Double>> all(Path text) {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        all.putAll(one(text, Precision.FP32, null));
        all.putAll(one(text, Precision.BF16, null));
        for (Quantization.Bits bits : Quantization.Bits.values()) {
            all.putAll(one(text, Precision.BF16, bits));
        }
        double whole = all.values().iterator().next().get("perplexity");
        all.values()
                .forEach(
                        named ->
                                named.put(
                                        "percent_above_fp32",
                                        100 * (named.get("perplexity") / whole - 1)));
        return all;
    }

    /**
     * @param bits null for whole weights
     */
    Map<String, Map<String, Double>> one(Path text, Precision precision, Quantization.Bits bits) {
        String name =
                "perplexity "
                        + (bits == null ? precision.name() : bits.name()).toLowerCase(Locale.ROOT);
        int[] ids;
        try (JsonTokenizer tokenizer = model.files().tokenizer()) {
            ids = tokenizer.encode(read(text));
        }
        if (ids.length < 2) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    text.toString(),
                    "has no two tokens, nothing to foretell");
        }
        try (Progress.Bar bar = progress.bar(name, ids.length)) {
            var figures =
                    new Perplexity(runtime.ops(), runtime.manager())
                            .run(
                                    model.measured(runtime)
                                            .quantized(
                                                    Optional.ofNullable(bits)
                                                            .map(Quantization::of)),
                                    new Perplexity.Settings(precision, WINDOW, oneByOne),
                                    ids,
                                    done -> bar.at(done, ""));
            Map<String, Double> named = new LinkedHashMap<>();
            named.put("perplexity", figures.perplexity());
            named.put("tokens", (double) figures.tokens());
            return Map.of(name, named);
        }
    }
}
