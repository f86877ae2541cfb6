package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.gguf.GgufChat;
import dev.imago.runtime.gguf.GgufMetadata;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a GGUF file as the {@code tokenizer.json} and {@code tokenizer_config.json} of
 * Hugging Face: byte-level BPE, or that of SentencePiece.
 */
public final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String MODEL = PREFIX + "model";
    private static final String TOKENS = PREFIX + "tokens";
    private static final String TYPES = PREFIX + "token_type";
    private static final String BEGINS = PREFIX + "add_bos_token";
    private static final String BEGIN = "bos_token";

    /** Types of tokens that stand for themselves, never cut. */
    private static final long UNKNOWN = 2;

    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final List<Long> types;
    private final GgufPieces pieces;
    private final Map<String, String> special;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    /**
     * @throws dev.imago.api.error.ImagoException CORRUPT_FILE or INCOMPATIBLE_PARTS when the file
     *     has no such tokenizer
     */
    public GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        tokens = metadata.texts(TOKENS);
        types = metadata.integers(TYPES);
        special = new GgufChat(metadata).specialTokens();
        if (tokens.isEmpty()) {
            throw metadata.unsupported(TOKENS, "is empty or missing");
        }
        pieces = pieces(metadata.required(MODEL, metadata.text(MODEL)));
    }

    private GgufPieces pieces(String model) {
        return switch (model) {
            case "gpt2" -> new ByteLevelPieces(metadata, tokens);
            case "llama" -> sentencePieces();
            default ->
                    throw metadata.unsupported(
                            MODEL,
                            "is '"
                                    + model
                                    + "', expected gpt2 (byte-level BPE) or llama (SentencePiece);"
                                    + " give a tokenizer.json by model.tokenizer instead");
        };
    }

    private SentencePieces sentencePieces() {
        if (types.size() != tokens.size()) {
            throw metadata.unsupported(
                    TYPES, "has " + types.size() + " numbers for " + tokens.size() + " tokens");
        }
        int unknown = types.indexOf(UNKNOWN);
        String usual = unknown < 0 ? null : tokens.get(unknown);
        return new SentencePieces(
                metadata, tokens, types, special.getOrDefault("unk_token", usual));
    }

    /** The {@code tokenizer.json}. */
    public ObjectNode tokenizer() {
        ObjectNode root = json.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        root.set("added_tokens", added());
        root.set("normalizer", pieces.normalizer());
        root.set("pre_tokenizer", pieces.preTokenizer());
        root.set("post_processor", begins() ? beginning(special.get(BEGIN)) : json.nullNode());
        root.set("decoder", pieces.decoder());
        root.set("model", pieces.model());
        return root;
    }

    /** The {@code tokenizer_config.json}, with the chat template if there is one. */
    public ObjectNode settings() {
        ObjectNode root = json.objectNode();
        root.put("tokenizer_class", "PreTrainedTokenizerFast");
        root.put("clean_up_tokenization_spaces", false);
        root.put("add_bos_token", begins());
        special.forEach(root::put);
        new GgufChat(metadata)
                .template()
                .ifPresent(template -> root.put("chat_template", template));
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
        for (int id = 0; id < Math.min(types.size(), tokens.size()); id++) {
            long type = types.get(id);
            if (type == UNKNOWN || type == CONTROL || type == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type != USER_DEFINED);
            }
        }
        return added;
    }

    private boolean begins() {
        return special.containsKey(BEGIN) && metadata.flag(BEGINS).orElseGet(pieces::beginsTexts);
    }

    /** Puts a token in front of every text, for those who ask for special tokens. */
    private ObjectNode beginning(String token) {
        ObjectNode processor = json.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        ArrayNode pair = processor.putArray("pair");
        step(single, "SpecialToken", token, 0);
        step(single, "Sequence", "A", 0);
        step(pair, "SpecialToken", token, 0);
        step(pair, "Sequence", "A", 0);
        step(pair, "SpecialToken", token, 1);
        step(pair, "Sequence", "B", 1);
        ObjectNode known = processor.putObject("special_tokens").putObject(token);
        known.put("id", token);
        known.putArray("ids").add(tokens.indexOf(token));
        known.putArray("tokens").add(token);
        return processor;
    }

    private static void step(ArrayNode steps, String kind, String id, int sequence) {
        steps.addObject().putObject(kind).put("id", id).put("type_id", sequence);
    }

    /** A model without merges. */
    static ObjectNode bpe(List<String> tokens) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        return model;
    }
}
