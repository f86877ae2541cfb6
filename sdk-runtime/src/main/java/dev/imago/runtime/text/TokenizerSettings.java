package dev.imago.runtime.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says about its tokenizer besides the vocabulary: {@code tokenizer_config.json}, the
 * added tokens and the post-processor of {@code tokenizer.json}, whether there is a chat template.
 */
public final class TokenizerSettings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean hasJinja;
    private final JsonNode config;
    private final JsonNode tokenizer;
    private final Map<Integer, String> added = new HashMap<>();

    private TokenizerSettings(boolean hasJinja, JsonNode config, JsonNode tokenizer) {
        this.hasJinja = hasJinja;
        this.config = config;
        this.tokenizer = tokenizer;
        for (JsonNode token : tokenizer.path("added_tokens")) {
            added.put(token.path("id").asInt(-1), token.path("content").asText());
        }
    }

    /**
     * Reads a folder or a GGUF file; the vocabulary is passed over.
     *
     * @throws ImagoException FILE_NOT_FOUND without a {@code tokenizer.json}, CORRUPT_FILE
     */
    public static TokenizerSettings read(Path folder) {
        TokenizerFiles files = TokenizerFiles.at(folder);
        try (JsonParser parser = JSON.createParser(files.tokenizer())) {
            byte[] written = files.settings().orElse(null);
            JsonNode own = written == null ? JSON.createObjectNode() : JSON.readTree(written);
            return new TokenizerSettings(files.hasJinja(), own, withoutVocabulary(parser));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, files.file().toString(), "is no whole JSON: " + e, e);
        }
    }

    private static ObjectNode withoutVocabulary(JsonParser parser) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return node;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("model")) {
                parser.skipChildren();
            } else {
                node.set(field, parser.readValueAsTree());
            }
        }
        return node;
    }

    /** How an added token is written. */
    public Optional<String> spelling(int id) {
        return Optional.ofNullable(added.get(id));
    }

    /** Whether the model brings a chat template. */
    public boolean hasTemplate() {
        JsonNode template = config.path("chat_template");
        return hasJinja || template.isTextual() || template.isArray() && !template.isEmpty();
    }

    /** The token that ends a text. */
    public Optional<String> endToken() {
        return token("eos_token");
    }

    /** The token that the published tokenizer puts in front of every text, if it does. */
    public Optional<String> beginToken() {
        for (JsonNode step : processors()) {
            JsonNode first = step.path("single").path(0).path("SpecialToken").path("id");
            if (first.isTextual()) {
                return Optional.of(first.asText());
            }
        }
        return config.path("add_bos_token").asBoolean() ? token("bos_token") : Optional.empty();
    }

    /** The post-processor, or those it is made of. */
    private Iterable<JsonNode> processors() {
        JsonNode own = tokenizer.path("post_processor");
        return own.has("processors") ? own.path("processors") : List.of(own);
    }

    private Optional<String> token(String name) {
        JsonNode token = config.path(name);
        String text = token.isObject() ? token.path("content").asText() : token.asText("");
        return text.isEmpty() || token.isNull() ? Optional.empty() : Optional.of(text);
    }
}
