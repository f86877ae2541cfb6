package dev.imago.runtime.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a GGUF file says that its model is talked with: chat template and special tokens. */
public final class GgufChat {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String TOKENS = PREFIX + "tokens";
    private static final String TEMPLATE = "tokenizer.chat_template";

    private static final Map<String, String> SPECIAL =
            Map.of(
                    "bos_token", "bos_token_id",
                    "eos_token", "eos_token_id",
                    "unk_token", "unknown_token_id",
                    "pad_token", "padding_token_id");

    private final GgufMetadata metadata;

    /** Of a file with this metadata. */
    public GgufChat(GgufMetadata metadata) {
        this.metadata = metadata;
    }

    /** The template in Jinja. */
    public Optional<String> template() {
        return metadata.text(TEMPLATE);
    }

    /**
     * The spellings of special tokens by the names that Hugging Face has for them.
     *
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS for an id that is no token's
     */
    public Map<String, String> specialTokens() {
        List<String> tokens = metadata.texts(TOKENS);
        Map<String, String> special = new TreeMap<>();
        SPECIAL.forEach(
                (name, key) ->
                        metadata.integer(PREFIX + key)
                                .ifPresent(id -> special.put(name, spelling(tokens, id, key))));
        return special;
    }

    private String spelling(List<String> tokens, long id, String key) {
        if (id < 0 || id >= tokens.size()) {
            throw metadata.unsupported(
                    PREFIX + key, "is " + id + ", but there are " + tokens.size() + " tokens");
        }
        return tokens.get((int) id);
    }
}
