package dev.imago.runtime.export;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.model.Model;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.recipe.PublishedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The files of an exported folder that are about text: tokenizer, and what ends an answer. */
final class PublishedTokenizer {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ModelSession session;

    PublishedTokenizer(ModelSession session) {
        this.session = session;
    }

    /** The ids that end an answer. */
    List<Integer> stops() {
        Model model = session.live().model();
        return model.template().stopTokens().stream()
                .map(token -> model.tokenizer().id(token))
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
    }

    void write(Path folder) throws IOException {
        session.copyTokenizer(folder);
        Map<String, Object> generation = new LinkedHashMap<>();
        generation.put("_from_model_config", true);
        if (!stops().isEmpty()) {
            generation.put("eos_token_id", stops());
        }
        json(folder.resolve(PublishedFiles.GENERATION), generation);
    }

    static void json(Path file, Map<String, Object> value) throws IOException {
        JSON.writeValue(file.toFile(), value);
    }
}
