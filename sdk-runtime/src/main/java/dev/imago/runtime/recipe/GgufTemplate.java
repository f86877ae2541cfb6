package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.gguf.GgufChat;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code template: {type: auto, from: FILE.gguf}}: plugins read folders only, so they are handed
 * the template and the tokens themselves.
 */
final class GgufTemplate {
    private static final String FROM = "from";
    private static final String TEXT = "chat_template";
    private static final String TOKENS = "tokens";

    private final RecordBinder records;
    private final RecipeProblems problems;

    GgufTemplate(RecordBinder records, RecipeProblems problems) {
        this.records = records;
        this.problems = problems;
    }

    /**
     * The keys with what the file has in place of {@code from}; the same where it is no GGUF file;
     * null after a problem.
     */
    Mapping inPlace(Class<?> kind, String type, Mapping keys) {
        boolean asked = kind == ChatTemplate.class && type.equals(SpecBinder.AUTO);
        if (!asked || !(keys.get(FROM) instanceof Scalar from && from.isText())) {
            return keys;
        }
        Path path = (Path) records.bindValue(Path.class, from);
        if (path == null || !GgufFile.isOne(path)) {
            return keys;
        }
        try (GgufFile file = GgufFile.open(path)) {
            return read(file, keys, from);
        } catch (ImagoException e) {
            e.problems().forEach(problem -> problems.add(from.place(), problem));
            return null;
        }
    }

    private Mapping read(GgufFile file, Mapping keys, Scalar from) {
        GgufChat chat = new GgufChat(file.metadata());
        if (chat.template().isEmpty()) {
            problems.add(
                    ErrorCode.INVALID_VALUE,
                    from.place(),
                    file.path() + " has no chat template, expected a file that has one.");
            return null;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(TEXT, chat.template().get());
        told.put(TOKENS, chat.specialTokens());
        Mapping read = new PublishedKeys(file.path()).mapping(told, told.keySet());
        Map<String, Entry> entries = new LinkedHashMap<>(read.entries());
        keys.entries().forEach(entries::put);
        entries.remove(FROM);
        return new Mapping(keys.place(), entries);
    }
}
