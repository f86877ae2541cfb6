package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.gguf.GgufChat;
import dev.imago.runtime.gguf.GgufMetadata;
import java.util.List;

/**
 * The tokenizer of a GGUF file as the {@code tokenizer.json} and {@code tokenizer_config.json} of
 * Hugging Face. Only byte-level BPE, which the families that Imago reads from such files have.
 */
public final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String MODEL = PREFIX + "model";
    private static final String TOKENS = PREFIX + "tokens";
    private static final String MERGES = PREFIX + "merges";

    /** Types of tokens that stand for themselves, never cut. */
    private static final long CONTROL = 3;

    private static final long USER_DEFINED = 4;

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    /**
     * @throws dev.imago.api.error.ImagoException CORRUPT_FILE or INCOMPATIBLE_PARTS when the file
     *     has no such tokenizer
     */
    public GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        String model = metadata.required(MODEL, metadata.text(MODEL));
        if (!model.equals("gpt2")) {
            throw metadata.unsupported(
                    MODEL,
                    "is '"
                            + model
                            + "', expected gpt2 (byte-level BPE); give a tokenizer.json by"
                            + " model.tokenizer instead");
        }
        tokens = metadata.texts(TOKENS);
        if (tokens.isEmpty()) {
            throw metadata.unsupported(TOKENS, "is empty or missing");
        }
    }

    /** The {@code tokenizer.json}. */
    public ObjectNode tokenizer() {
        ObjectNode root = json.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        root.set("added_tokens", added());
        GgufSplitter splitter = GgufSplitter.of(metadata);
        root.set("normalizer", splitter.normalizer());
        root.set("pre_tokenizer", splitter.preTokenizer());
        root.putNull("post_processor");
        root.set("decoder", byteLevel(true));
        root.set("model", model(splitter));
        return root;
    }

    /** The {@code tokenizer_config.json}, with the chat template if there is one. */
    public ObjectNode settings() {
        ObjectNode root = json.objectNode();
        root.put("tokenizer_class", "PreTrainedTokenizerFast");
        root.put("clean_up_tokenization_spaces", false);
        GgufChat chat = new GgufChat(metadata);
        chat.specialTokens().forEach(root::put);
        chat.template().ifPresent(template -> root.put("chat_template", template));
        ObjectNode decoder = root.putObject("added_tokens_decoder");
        added().forEach(
                        token -> {
                            ObjectNode entry = token.deepCopy();
                            String id = entry.remove("id").asText();
                            decoder.set(id, entry);
                        });
        return root;
    }

    private ArrayNode added() {
        ArrayNode added = json.arrayNode();
        List<Long> types = metadata.integers(PREFIX + "token_type");
        for (int id = 0; id < Math.min(types.size(), tokens.size()); id++) {
            long type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type == CONTROL);
            }
        }
        return added;
    }

    private ObjectNode model(GgufSplitter splitter) {
        ObjectNode model = json.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        model.put("ignore_merges", splitter.ignoresMerges());
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        metadata.texts(MERGES).forEach(merges::add);
        return model;
    }

    static ObjectNode byteLevel(boolean regex) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", regex);
    }
}
