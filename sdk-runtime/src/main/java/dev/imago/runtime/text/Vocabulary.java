package dev.imago.runtime.text;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens of a {@code tokenizer.json} by their spelling, and its normaliser; read as a stream,
 * once, it may be large.
 */
final class Vocabulary {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> special = new HashSet<>();
    private final ArrayNode addedTokens = JSON.createArrayNode();
    private JsonNode normalizer = MissingNode.getInstance();
    private int size;

    private Vocabulary() {}

    static Vocabulary parse(byte[] json, Path file) {
        Vocabulary vocabulary = new Vocabulary();
        try (JsonParser parser = JSON.createParser(json)) {
            vocabulary.readRoot(parser);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is not whole JSON (" + firstLine(e) + ")",
                    e);
        }
        if (vocabulary.ids.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "has no model.vocab, expected a tokenizer.json in the Hugging Face layout");
        }
        return vocabulary;
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Spellings of special tokens. */
    Set<String> special() {
        return Collections.unmodifiableSet(special);
    }

    int size() {
        return size;
    }

    /** The entries of tokens that a text is cut at first. */
    ArrayNode addedTokens() {
        return addedTokens;
    }

    /** What texts go through first; missing or null where there is none. */
    JsonNode normalizer() {
        return normalizer;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void readRoot(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                readAddedTokens(parser);
            } else if (field.equals("model") && value == JsonToken.START_OBJECT) {
                readModel(parser);
            } else if (field.equals("normalizer")) {
                normalizer = parser.readValueAsTree();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readAddedTokens(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode token = parser.readValueAsTree();
            addedTokens.add(token);
            String content = token.path("content").asText(null);
            JsonNode id = token.path("id");
            JsonNode isSpecial = token.path("special");
            if (!(id.isMissingNode() || id.canConvertToInt())
                    || !(isSpecial.isMissingNode() || isSpecial.isBoolean())) {
                throw new JsonParseException(parser, "an added token is " + token);
            }
            if (content != null && id.asInt(-1) >= 0) {
                put(content, id.asInt());
                if (isSpecial.asBoolean()) {
                    special.add(content);
                }
            }
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String token = parser.currentName();
                    put(token, parser.nextIntValue(-1));
                }
            } else if (field.equals("vocab") && value == JsonToken.START_ARRAY) {
                readScoredTokens(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Unigram models list {@code [token, score]}; the place in the list is the id. */
    private void readScoredTokens(JsonParser parser) throws IOException {
        int id = 0;
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            put(parser.nextTextValue(), id++);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        }
    }

    private void put(String token, int id) {
        ids.put(token, id);
        size = Math.max(size, id + 1);
    }
}
