package dev.imago.runtime.text;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Gives the tokenizer of a base model the special tokens it lacks, with ids after its last. */
public final class AddedTokens {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private AddedTokens() {}

    /**
     * Writes a tokenizer folder that has all of the given special tokens. A {@code
     * tokenizer_config.json} of the source is written along, with the same tokens.
     *
     * @param source a {@code tokenizer.json}, a folder that has one, or a GGUF file
     * @param target folder to write to; may be the source's
     * @param tokens wanted spellings; those already special are left as they are
     * @return the id of each token, in order
     */
    public static Map<String, Integer> write(Path source, Path target, List<String> tokens) {
        TokenizerFiles files = TokenizerFiles.at(source);
        byte[] json = files.tokenizer();
        Vocabulary vocabulary = Vocabulary.parse(json, files.file());
        try {
            ObjectNode tokenizer = (ObjectNode) JSON.readTree(json);
            Map<String, Integer> ids = add(tokenizer, vocabulary, tokens);
            Files.createDirectories(target);
            writeWhole(target.resolve("tokenizer.json"), tokenizer);
            Optional<byte[]> config = files.settings();
            if (config.isPresent()) {
                ObjectNode settings = (ObjectNode) JSON.readTree(config.get());
                ids.forEach((token, id) -> describe(settings, token, id));
                writeWhole(target.resolve("tokenizer_config.json"), settings);
            }
            return ids;
        } catch (IOException | ClassCastException e) {
            throw new ImagoException(
                    ErrorCode.DISK, target.toString(), "can't hold the tokenizer: " + e, e);
        }
    }

    /** A {@code tokenizer.json} that has all of the tokens; the same bytes where it has them. */
    static byte[] added(byte[] json, Path file, Vocabulary vocabulary, List<String> tokens) {
        if (tokens.stream().allMatch(token -> vocabulary.id(token).isPresent())) {
            return json;
        }
        try {
            ObjectNode tokenizer = (ObjectNode) JSON.readTree(json);
            add(tokenizer, vocabulary, tokens);
            return JSON.writeValueAsBytes(tokenizer);
        } catch (IOException | ClassCastException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, file.toString(), "takes no tokens: " + e, e);
        }
    }

    private static Map<String, Integer> add(
            ObjectNode tokenizer, Vocabulary vocabulary, List<String> tokens) {
        ArrayNode added = tokenizer.withArray("/added_tokens");
        Map<String, Integer> ids = new LinkedHashMap<>();
        int next = vocabulary.size();
        for (String token : tokens) {
            OptionalInt known = vocabulary.id(token);
            int id = known.isPresent() ? known.getAsInt() : next++;
            ids.put(token, id);
            if (!lists(added, token)) {
                added.add(entry(token).put("id", id));
            }
        }
        return ids;
    }

    private static boolean lists(ArrayNode added, String token) {
        for (JsonNode entry : added) {
            if (entry.path("content").asText().equals(token)) {
                return true;
            }
        }
        return false;
    }

    private static void describe(ObjectNode settings, String token, int id) {
        ObjectNode decoder = settings.withObject("/added_tokens_decoder");
        if (!decoder.has(Integer.toString(id))) {
            decoder.set(Integer.toString(id), entry(token));
        }
    }

    private static ObjectNode entry(String token) {
        return JSON.createObjectNode()
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static void writeWhole(Path file, JsonNode json) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), json);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
