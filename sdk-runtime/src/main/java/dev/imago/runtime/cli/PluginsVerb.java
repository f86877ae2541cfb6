package dev.imago.runtime.cli;

import dev.imago.api.plugin.Doc;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.LoadedPlugin;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeReference;
import dev.imago.runtime.recipe.RecipeSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imago plugins}: what is loaded and what it offers. */
@Command(
        name = "imago plugins",
        sortOptions = false,
        description = {
            "Lists the plugins that are loaded, and the components that they offer to recipes.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago plugins --plugin my-encoder.jar",
            "  imago plugins --schema > recipes/schema.json"
        })
final class PluginsVerb implements Verb {
    /** What else can be made of what plugins offer. */
    private static final class Pages {
        @Option(
                names = "--schema",
                description = "print the JSON schema of recipes with these plugins, for editors")
        private boolean schema;

        @Option(
                names = "--reference",
                description = "print the recipe reference with these plugins, in Markdown")
        private boolean reference;
    }

    @ArgGroup private Pages pages = new Pages();
    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        try (ComponentRegistry registry = PluginLoader.load(shared.plugins(console))) {
            if (pages.schema) {
                console.out().print(RecipeSchema.json(registry));
            } else if (pages.reference) {
                console.out().print(RecipeReference.markdown(registry));
            } else if (shared.json) {
                console.out().println(JsonText.of(object(registry)));
            } else {
                console.out().print(text(registry));
            }
        }
        return 0;
    }

    private static String text(ComponentRegistry registry) {
        StringBuilder text = new StringBuilder();
        for (LoadedPlugin plugin : registry.plugins()) {
            text.append(text.length() == 0 ? "" : "\n");
            text.append(plugin.name()).append(" (").append(plugin.origin()).append(")\n");
            TextTable table = new TextTable();
            for (Component<?> component : of(plugin, registry)) {
                table.row(" ", component.kind().getSimpleName(), component.type(), doc(component));
            }
            text.append(table);
        }
        return text.toString();
    }

    private static Map<String, Object> object(ComponentRegistry registry) {
        return Map.of(
                "plugins",
                registry.plugins().stream().map(plugin -> object(plugin, registry)).toList());
    }

    private static Map<String, Object> object(LoadedPlugin plugin, ComponentRegistry registry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", plugin.name());
        object.put("origin", plugin.origin());
        object.put("components", of(plugin, registry).stream().map(PluginsVerb::object).toList());
        return object;
    }

    private static Map<String, Object> object(Component<?> component) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", component.kind().getSimpleName());
        object.put("type", component.type());
        object.put("doc", doc(component));
        return object;
    }

    private static List<Component<?>> of(LoadedPlugin plugin, ComponentRegistry registry) {
        return registry.all().stream()
                .filter(component -> component.plugin().equals(plugin.name()))
                .toList();
    }

    private static String doc(Component<?> component) {
        Doc doc = component.config().getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }
}
