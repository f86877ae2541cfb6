package dev.imago.runtime.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the normaliser of a {@code tokenizer.json} makes of texts. The library doesn't tell; but a
 * tokenizer with the same normaliser, whose tokens are single bytes, gives it back. Thread-safe;
 * holds native memory until it is closed.
 */
final class TextNormalizer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BYTES = 256;

    private final HuggingFaceTokenizer bytes;

    private TextNormalizer(HuggingFaceTokenizer bytes) {
        this.bytes = bytes;
    }

    /**
     * The normaliser of a tokenizer; empty when it has none.
     *
     * @param tokenizer what its {@code tokenizer.json} has
     * @param options as the tokenizer itself is opened with
     */
    static Optional<TextNormalizer> of(Vocabulary tokenizer, Map<String, String> options)
            throws IOException {
        JsonNode own = tokenizer.normalizer();
        if (own.isMissingNode() || own.isNull()) {
            return Optional.empty();
        }
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        addedTokens(tokenizer.addedTokens(), root.putArray("added_tokens"));
        root.set("normalizer", own);
        root.putNull("pre_tokenizer").putNull("post_processor");
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        ObjectNode model = root.putObject("model").put("type", "BPE").put("byte_fallback", true);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int value = 0; value < BYTES; value++) {
            vocabulary.put(String.format(Locale.ROOT, "<0x%02X>", value), value);
        }
        model.putArray("merges");
        byte[] written = root.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(
                new TextNormalizer(
                        HuggingFaceTokenizer.newInstance(
                                new ByteArrayInputStream(written), options)));
    }

    private static void addedTokens(JsonNode from, ArrayNode to) {
        for (JsonNode token : from) {
            ObjectNode copy = token.deepCopy();
            to.add(copy.put("id", BYTES + to.size()));
        }
    }

    String normalized(String text) {
        return bytes.decode(bytes.encode(text, false, false).getIds(), false);
    }

    @Override
    public void close() {
        bytes.close();
    }
}
