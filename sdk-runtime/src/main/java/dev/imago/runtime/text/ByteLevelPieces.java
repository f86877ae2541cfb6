package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.gguf.GgufMetadata;
import java.util.List;

/** Byte-level BPE, as GPT-2 has it: merges are listed, letters stand for bytes. */
final class ByteLevelPieces implements GgufPieces {
    private static final String MERGES = "tokenizer.ggml.merges";

    private final List<String> tokens;
    private final List<String> merges;
    private final GgufSplitter splitter;

    ByteLevelPieces(GgufMetadata metadata, List<String> tokens) {
        this.tokens = tokens;
        this.merges = metadata.texts(MERGES);
        this.splitter = GgufSplitter.of(metadata);
    }

    @Override
    public JsonNode normalizer() {
        return splitter.normalizer();
    }

    @Override
    public JsonNode preTokenizer() {
        return splitter.preTokenizer();
    }

    @Override
    public ObjectNode model() {
        ObjectNode model = GgufTokenizer.bpe(tokens);
        model.putNull("unk_token");
        model.put("fuse_unk", false).put("byte_fallback", false);
        model.put("ignore_merges", splitter.ignoresMerges());
        ArrayNode listed = model.putArray("merges");
        merges.forEach(listed::add);
        return model;
    }

    @Override
    public ObjectNode decoder() {
        return step(true);
    }

    @Override
    public boolean beginsTexts() {
        return false;
    }

    /**
     * Letters for bytes.
     *
     * @param regex whether texts are cut into GPT-2's words
     */
    static ObjectNode step(boolean regex) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", regex);
    }
}
