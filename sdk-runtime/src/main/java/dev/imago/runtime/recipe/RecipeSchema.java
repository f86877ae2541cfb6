package dev.imago.runtime.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.imago.runtime.plugin.ComponentRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON schema of recipes, made from their records and what the loaded plugins offer; editors
 * complete and check by it. A recipe that extends another may leave keys out, so there are two sets
 * of definitions, one with required keys and one without.
 */
public final class RecipeSchema {
    private RecipeSchema() {}

    /** The schema (draft 2020-12), indented, with a line break at the end. */
    public static String json(ComponentRegistry registry) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        SchemaDefinitions whole = new SchemaDefinitions(registry, definitions, false);
        SchemaDefinitions partial = new SchemaDefinitions(registry, definitions, true);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Imago recipe");
        schema.put("type", "object");
        schema.put("if", Map.of("required", List.of("extends")));
        schema.put("then", partial.of(Recipe.class));
        schema.put("else", whole.of(Recipe.class));
        extendable(definitions, partial);
        schema.put("$defs", definitions);
        try {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            return mapper.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write the schema", e);
        }
    }

    /** {@code extends} is read before records are bound, so no record has it. */
    @SuppressWarnings("unchecked") // SchemaDefinitions builds objects of maps
    private static void extendable(Map<String, Object> definitions, SchemaDefinitions partial) {
        Map<String, Object> recipe =
                (Map<String, Object>) definitions.get(partial.name(Recipe.class));
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("description", "another recipe, whose keys this one changes");
        key.put("type", "string");
        ((Map<String, Object>) recipe.get("properties")).put("extends", key);
    }
}
