package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.KvCache;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.model.LanguageModelFiles;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * Recorded greedy answers of a published language model, too large to lie beside them: texts and
 * their ids, prompts, the likeliest first tokens, the ids of the answers.
 */
final class ContinuationsCheck {
    /** The file that such records are in. */
    static final String FILE = "greedy.json";

    private static final Tolerance LOGITS = Tolerance.absolute(2e-3);

    private final Bench bench;
    private final Path model;

    /**
     * @param model its folder or GGUF file; null where none was given
     */
    ContinuationsCheck(Bench bench, Path model) {
        this.bench = bench;
        this.model = model;
    }

    static boolean has(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    void check(Path folder, NDManager scope, Findings findings) {
        JsonNode recorded = ParityCase.json(folder.resolve(FILE));
        if (model == null) {
            throw new UnsupportedCaseException(
                    "needs the checkpoint of "
                            + recorded.path("model").asText("the model")
                            + ": give its folder or GGUF file by --model");
        }
        LanguageModelFiles files = bench.languageModel(model);
        try (JsonTokenizer tokenizer = files.tokenizer();
                ParameterStore store = bench.store(scope)) {
            recorded.path("tokenizer_texts").forEach(text -> compare(text, tokenizer, findings));
            Backbone backbone = bench.create(files.backbone(), store.root());
            files.fill(store);
            for (JsonNode row : recorded.path("rows")) {
                compare(row, tokenizer, backbone, scope, findings);
            }
        }
    }

    private static void compare(JsonNode text, Tokenizer tokenizer, Findings findings) {
        String words = text.path("text").asText();
        String name = "text '" + words + "'";
        int[] ids = tokenizer.encode(words);
        findings.exact("ids of " + name, longs(ids), longs(text.path("ids")));
        findings.holds(
                name + " decoded",
                tokenizer.decode(ids, true).equals(text.path("decoded").asText()),
                tokenizer.decode(ids, true));
    }

    private void compare(
            JsonNode row,
            Tokenizer tokenizer,
            Backbone backbone,
            NDManager owner,
            Findings findings) {
        String name = "'" + row.path("prompt").asText() + "'";
        long[] prompt = longs(row.path("input_ids"));
        findings.exact(
                "prompt ids of " + name,
                longs(tokenizer.encode(row.path("chat").asText())),
                prompt);
        long[] expected = longs(row.path("output_ids"));
        try (NDManager scope = owner.newSubManager();
                KvCache cache = backbone.cache(scope, 1, prompt.length + expected.length)) {
            List<Long> answer = new ArrayList<>();
            NDArray logits = logits(backbone, prompt, cache, scope);
            compareFirst(row.path("first_top5"), logits, name, findings);
            while (answer.size() < expected.length) {
                long next = logits.argMax(1).getLong(0);
                answer.add(next);
                if (answer.size() < expected.length) {
                    logits = logits(backbone, new long[] {next}, cache, scope);
                }
            }
            findings.exact(
                    "answer to " + name,
                    answer.stream().mapToLong(Long::longValue).toArray(),
                    expected);
        }
    }

    private static void compareFirst(JsonNode top, NDArray logits, String name, Findings findings) {
        for (int i = 0; i < top.path("ids").size(); i++) {
            long id = top.path("ids").path(i).asLong();
            findings.number(
                    "logit of token " + id + " after " + name,
                    logits.getFloat(0, id),
                    top.path("logits").path(i).asDouble(),
                    LOGITS);
        }
    }

    /** {@code [1, V]} at the last of some positions. */
    private static NDArray logits(Backbone backbone, long[] ids, KvCache cache, NDManager owner) {
        try (NDManager scope = owner.newSubManager()) {
            int start = cache.length();
            NDArray positions =
                    scope.arange(start, start + ids.length, 1, DataType.INT64)
                            .reshape(1, ids.length);
            Backbone.ForwardPass pass = backbone.begin(new AttentionInput(positions, null, cache));
            NDArray hidden = backbone.embed(scope.create(ids, new Shape(1, ids.length)));
            for (int layer = 0; layer < backbone.depth(); layer++) {
                hidden = pass.layer(layer, hidden);
            }
            NDArray last = hidden.get(new NDIndex(":, -1"));
            NDArray logits = backbone.output().apply(backbone.norm(last));
            logits.attach(owner);
            return logits;
        }
    }

    private static long[] longs(JsonNode ids) {
        return StreamSupport.stream(ids.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
    }

    private static long[] longs(int[] ids) {
        return LongStream.range(0, ids.length).map(i -> ids[(int) i]).toArray();
    }
}
