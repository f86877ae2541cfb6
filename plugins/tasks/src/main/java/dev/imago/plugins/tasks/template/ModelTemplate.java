package dev.imago.plugins.tasks.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.plugin.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A template as a model folder has it.
 *
 * @param text in Jinja
 * @param tokens special tokens by their names
 */
record ModelTemplate(String text, Map<String, String> tokens) {
    private static final String CONFIG = "tokenizer_config.json";
    private static final String JINJA = "chat_template.jinja";
    private static final List<String> TOKENS =
            List.of("bos_token", "eos_token", "pad_token", "unk_token");

    /** Reads a folder, its {@code tokenizer_config.json} or a file in Jinja. */
    static ModelTemplate read(Path from) {
        try {
            if (Files.isDirectory(from)) {
                Path config = from.resolve(CONFIG);
                Path jinja = from.resolve(JINJA);
                Map<String, String> tokens = Files.exists(config) ? tokens(json(config)) : Map.of();
                return Files.exists(jinja)
                        ? new ModelTemplate(Files.readString(jinja), tokens)
                        : ofConfig(config);
            }
            return from.getFileName().toString().endsWith(".json")
                    ? ofConfig(from)
                    : new ModelTemplate(Files.readString(from), Map.of());
        } catch (IOException e) {
            throw new InvalidValueException("from", "can't be read: " + e);
        }
    }

    private static ModelTemplate ofConfig(Path file) throws IOException {
        JsonNode config = json(file);
        return new ModelTemplate(text(config.path("chat_template"), file), tokens(config));
    }

    /** One text, or several by name, of which that named default is meant. */
    private static String text(JsonNode template, Path file) {
        if (template.isTextual()) {
            return template.asText();
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").asText();
            }
        }
        throw new InvalidValueException(
                "from", "has no chat_template in " + file + ", expected a text in Jinja");
    }

    private static Map<String, String> tokens(JsonNode config) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : TOKENS) {
            JsonNode token = config.path(name);
            String text = token.isObject() ? token.path("content").asText() : token.asText("");
            if (!text.isEmpty() && !token.isNull()) {
                tokens.put(name, text);
            }
        }
        return tokens;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
