package dev.imago.runtime.recipe;

import dev.imago.api.cli.Benchmark;
import dev.imago.api.cli.Command;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.plugin.Pretrained;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The reference page of recipes, {@code docs/recipes.md}: the rules of reading, every section and
 * every component that the loaded plugins offer, made from the records that bind them.
 */
public final class RecipeReference {
    private static final String RULES = "recipe-rules.md";

    /** What plugins offer to others than recipes. */
    private static final Set<Class<?>> NOT_IN_RECIPES =
            Set.of(Benchmark.class, Command.class, ModelFamily.class, ParityFamily.class);

    private final ComponentRegistry registry;
    private final StringBuilder page = new StringBuilder();

    private RecipeReference(ComponentRegistry registry) {
        this.registry = registry;
    }

    /** The page, in Markdown. */
    public static String markdown(ComponentRegistry registry) {
        return new RecipeReference(registry).whole();
    }

    private String whole() {
        page.append(rules());
        page.append("\n## Sections\n");
        section("The recipe", Recipe.class);
        section("`model`", ModelSection.class);
        section("`model.heads`", HeadsSection.class);
        section("`model.adapters`, each entry", AdapterSection.class);
        section("`data` and `evaluation`, each entry", DataEntry.class);
        section("`runtime`", RuntimeSection.class);
        section("`stages`, each entry", StageEntry.class);
        page.append("\n## Components\n");
        registry.kinds().stream()
                .filter(kind -> !NOT_IN_RECIPES.contains(kind))
                .forEach(this::kind);
        return page.toString();
    }

    private void section(String title, Class<? extends Record> type) {
        page.append("\n### ").append(title).append("\n\n");
        keys(type);
    }

    private void kind(Class<?> kind) {
        page.append("\n### ").append(kind.getSimpleName()).append('\n');
        if (kind.isAnnotationPresent(Pretrained.class)) {
            page.append("\nEach also takes `weights`: ").append(SchemaDefinitions.WEIGHTS_DOC);
            page.append(". `type: auto` takes ").append(SchemaDefinitions.AUTO_DOC).append(".\n");
        }
        for (Component<?> component : registry.offered(kind)) {
            RecordShape<?> shape = RecordShape.of(component.config());
            page.append("\n#### ").append(kind.getSimpleName()).append(' ');
            page.append('`').append(component.type()).append("`\n\n");
            page.append(sentence(shape.doc())).append(" Plugin `");
            page.append(component.plugin()).append("`.");
            page.append(shape.keys().isEmpty() ? " No keys.\n" : "\n\n");
            if (!shape.keys().isEmpty()) {
                keys(component.config());
            }
        }
    }

    private void keys(Class<? extends Record> type) {
        page.append("| key | value | default | what it sets |\n|---|---|---|---|\n");
        rows("", RecordShape.of(type));
    }

    private void rows(String prefix, RecordShape<?> shape) {
        List<RecordKey> keys = shape.keys();
        for (int i = 0; i < keys.size(); i++) {
            RecordKey key = keys.get(i);
            Class<?> raw = RecordKey.raw(key.type());
            if (key.flat() && key.isSpec()) {
                String kind = RecordKey.kind(key.type()).getSimpleName();
                row(
                        "type",
                        ValueNames.link(kind),
                        "required",
                        key.doc() + "; its keys stand beside");
            } else if (key.flat()) {
                rows(prefix, RecordShape.of(raw.asSubclass(Record.class)));
            } else {
                row(prefix, key, KeyFacts.of(shape, i));
                nested(prefix + key.name() + ".", raw);
            }
        }
    }

    /** Keys of a record that is no section of its own follow the key that has it. */
    private void nested(String prefix, Class<?> raw) {
        boolean section = raw.getPackage() == Recipe.class.getPackage();
        if (raw.isRecord() && raw != Spec.class && !section) {
            rows(prefix, RecordShape.of(raw.asSubclass(Record.class)));
        }
    }

    private void row(String prefix, RecordKey key, KeyFacts facts) {
        String value = ValueNames.of(key);
        if (!facts.words().isEmpty()) {
            value = "one of " + String.join(", ", facts.words());
        } else if (!facts.expected().isEmpty()) {
            value += ", " + facts.expected();
        }
        row(prefix + key.name(), value, ValueNames.byDefault(key, facts), key.doc());
    }

    private void row(String key, String value, String byDefault, String doc) {
        String cells = String.join(" | ", "`" + key + "`", cell(value), cell(byDefault), cell(doc));
        page.append("| ").append(cells).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String sentence(String doc) {
        if (doc.isEmpty()) {
            return "";
        }
        String upper = Character.toUpperCase(doc.charAt(0)) + doc.substring(1);
        return upper.endsWith(".") ? upper : upper + ".";
    }

    private static String rules() {
        try (InputStream in = RecipeReference.class.getResourceAsStream(RULES)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + RULES, e);
        }
    }
}
