package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Spec;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a {@link Spec} of a line of YAML, for callers that have no recipe. */
public final class SpecReader {
    private static final Path NO_FILE = Path.of("component");

    private final ComponentRegistry registry;

    /** A reader over what these plugins offer. */
    public SpecReader(ComponentRegistry registry) {
        this.registry = registry;
    }

    /**
     * A component of what a file of others says: keys that it does not know are left out.
     *
     * @param keys {@code type} among them
     * @throws RecipeException with everything that is wrong
     */
    public <K> Spec<K> readKnown(Class<K> kind, Map<String, Object> keys) {
        RecipeProblems problems = new RecipeProblems(NO_FILE);
        Component<K> component = registry.get(kind, String.valueOf(keys.get("type")));
        Set<String> known =
                RecordShape.of(component.config()).keys().stream()
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        known.add("type");
        RecordBinder binder = new RecordBinder(registry, new RecipePaths(), problems);
        Spec<K> spec =
                binder.specs().bind(kind, new PublishedKeys(NO_FILE).mapping(keys, known), null);
        problems.throwIfAny();
        return spec;
    }

    /**
     * Reads a component.
     *
     * @param yaml a bare name, {@code l2}, or {@code {type: siglip, layers: 2}}
     * @throws RecipeException with everything that is wrong
     */
    public <K> Spec<K> read(Class<K> kind, String yaml) {
        RecipeProblems problems = new RecipeProblems(NO_FILE);
        RecipeNode node = YamlParser.parse(RecipeSource.recipe(NO_FILE), yaml, "", problems);
        RecordBinder binder = new RecordBinder(registry, new RecipePaths(), problems);
        Spec<K> spec = binder.specs().bind(kind, node, null);
        problems.throwIfAny();
        return spec;
    }
}
