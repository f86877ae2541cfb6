package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BPE of SentencePiece with bytes to fall back on, as LLaMA 2 has it. It has no list of merges: of
 * two neighbours that together are a piece, those of the highest score go first. Which is a list of
 * merges by score, once all ways to cut a piece in two are in it.
 */
final class SentencePieces implements GgufPieces {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String SCORES = PREFIX + "scores";
    private static final String SPACE_IN_FRONT = PREFIX + "add_space_prefix";

    /** Stands for a space. */
    private static final String SPACE = "\u2581";

    private static final long NORMAL = 1;
    private static final long BYTE = 6;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> tokens;
    private final List<Long> types;
    private final List<Double> scores;
    private final boolean spaceInFront;
    private final String unknown;

    /**
     * @param types of the tokens
     * @param unknown the token for what no piece has; null for none
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS when not every token has a
     *     score
     */
    SentencePieces(GgufMetadata metadata, List<String> tokens, List<Long> types, String unknown) {
        this.tokens = tokens;
        this.types = types;
        this.scores = metadata.numbers(SCORES);
        this.spaceInFront = metadata.flag(SPACE_IN_FRONT).orElse(true);
        this.unknown = unknown;
        if (scores.size() != tokens.size()) {
            throw metadata.unsupported(
                    SCORES, "has " + scores.size() + " numbers for " + tokens.size() + " tokens");
        }
    }

    @Override
    public JsonNode normalizer() {
        ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("normalizers");
        if (spaceInFront) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        steps.add(replace(" ", SPACE));
        return sequence;
    }

    @Override
    public JsonNode preTokenizer() {
        return JSON.nullNode();
    }

    @Override
    public ObjectNode model() {
        ObjectNode model = GgufTokenizer.bpe(tokens);
        model.put("unk_token", unknown);
        model.put("fuse_unk", true).put("byte_fallback", types.contains(BYTE));
        model.put("ignore_merges", false);
        ArrayNode listed = model.putArray("merges");
        merges().forEach(merge -> listed.add(merge.left() + " " + merge.right()));
        return model;
    }

    /**
     * Two neighbours that become a piece.
     *
     * @param id of the piece
     * @param first id of the left one
     */
    private record Merge(String left, String right, double score, int id, int first) {}

    private List<Merge> merges() {
        Map<String, Integer> pieces = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (types.get(id) == NORMAL) {
                pieces.putIfAbsent(tokens.get(id), id);
            }
        }
        List<Merge> merges = new ArrayList<>();
        pieces.forEach(
                (piece, id) -> {
                    for (int at = next(piece, 0); at < piece.length(); at = next(piece, at)) {
                        String left = piece.substring(0, at);
                        String right = piece.substring(at);
                        if (pieces.containsKey(left) && pieces.containsKey(right)) {
                            merges.add(
                                    new Merge(left, right, scores.get(id), id, pieces.get(left)));
                        }
                    }
                });
        merges.sort(
                Comparator.comparingDouble((Merge merge) -> -merge.score())
                        .thenComparingInt(Merge::id)
                        .thenComparingInt(Merge::first));
        return merges;
    }

    private static int next(String piece, int at) {
        return piece.isEmpty() ? 0 : piece.offsetByCodePoints(at, 1);
    }

    @Override
    public ObjectNode decoder() {
        ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("decoders");
        steps.add(replace(SPACE, " "));
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        if (spaceInFront) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        return sequence;
    }

    @Override
    public boolean beginsTexts() {
        return true;
    }

    private static ObjectNode replace(String what, String by) {
        ObjectNode step = JSON.objectNode().put("type", "Replace");
        step.putObject("pattern").put("String", what);
        return step.put("content", by);
    }
}
