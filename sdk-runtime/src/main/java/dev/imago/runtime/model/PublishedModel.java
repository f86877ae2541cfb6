package dev.imago.runtime.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.TextHead;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.HeadsSection;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.SpecReader;
import dev.imago.runtime.text.TokenizerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A language model's folder or GGUF file as others publish it, as the model section of a recipe.
 */
final class PublishedModel {
    private final Path folder;
    private final SpecReader specs;

    PublishedModel(Path folder, ComponentRegistry registry) {
        this.folder = folder;
        this.specs = new SpecReader(registry);
    }

    /**
     * The section; all weights are the backbone's, which is the whole model.
     *
     * @throws ImagoException when no plugin reads the model, or it has no tokenizer
     */
    ModelSection section() {
        return section(folder, Map.of());
    }

    /**
     * As above, for an adapter over it.
     *
     * @param text the folder with tokenizer and chat template
     * @param more keys of the backbone that go before the folder's
     */
    ModelSection section(Path text, Map<String, Object> more) {
        Map<String, Object> backbone = new LinkedHashMap<>(more);
        backbone.put("type", "auto");
        backbone.put("weights", folder.toString());
        return new ModelSection(
                null,
                null,
                null,
                null,
                specs.read(Backbone.class, yaml(backbone)),
                new HeadsSection(specs.read(TextHead.class, "lm"), null),
                null,
                null,
                text,
                specs.read(ChatTemplate.class, yaml(template(text))),
                null,
                null,
                null,
                null);
    }

    /** The template that the folder brings; without one, text just goes on. */
    private Map<String, Object> template(Path text) {
        TokenizerSettings tokenizer = TokenizerSettings.read(text);
        Set<String> stops = new LinkedHashSet<>();
        for (String file : List.of(PublishedFiles.GENERATION, PublishedFiles.CONFIG)) {
            ids(PublishedFiles.optional(folder.resolve(file)).get("eos_token_id"))
                    .forEach(id -> tokenizer.spelling(id).ifPresent(stops::add));
        }
        tokenizer.endToken().ifPresent(stops::add);
        Map<String, Object> keys = new LinkedHashMap<>();
        if (tokenizer.hasTemplate()) {
            keys.put("type", "auto");
            keys.put("from", text.toString());
            if (!stops.isEmpty()) {
                keys.put("stop", new ArrayList<>(stops));
            }
            return keys;
        }
        keys.put("type", "plain");
        keys.put("separator", "");
        tokenizer.beginToken().ifPresent(token -> keys.put("prefix", token));
        stops.stream().findFirst().ifPresent(token -> keys.put("end", token));
        return keys;
    }

    /** One id, or several. */
    private static List<Integer> ids(Object eos) {
        List<Integer> ids = new ArrayList<>();
        for (Object id : eos instanceof List<?> list ? list : List.of(eos == null ? "" : eos)) {
            if (id instanceof Integer number) {
                ids.add(number);
            }
        }
        return ids;
    }

    /** JSON is YAML. */
    static String yaml(Map<String, Object> keys) {
        try {
            return new ObjectMapper().writeValueAsString(keys);
        } catch (JsonProcessingException e) {
            throw new ImagoException(
                    ErrorCode.INTERNAL, "", "can't write the keys of a component", e);
        }
    }
}
