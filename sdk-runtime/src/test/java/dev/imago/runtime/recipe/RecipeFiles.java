package dev.imago.runtime.recipe;

import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Recipes written for one test. */
final class RecipeFiles {
    static final String SMALL =
            """
            name: small
            model:
              encoder: {type: siglip, layers: 3}
              reducer: interpolation
              connector: mlp2x_gelu
              backbone: {type: llama, hidden_size: 64}
              heads: {vision: linear}
              template: compact
            data:
              - {source: photos, tasks: {image_qa: 4, generate: 0.5}}
            stages:
              - {name: connector, type: train, steps: 3}
              - {name: instruct, type: train, steps: 4, optimizer: {type: adamw, lr: 1e-4}}
              - evaluate
            """;

    /** For {@link PaperPlugin} as a jar, which has no stages. */
    static final String WITHOUT_STAGES = SMALL.substring(0, SMALL.indexOf("stages:"));

    private final Path folder;
    private final ComponentRegistry registry = PluginLoader.of(PaperPlugin.withStages());

    RecipeFiles(Path folder) {
        this.folder = folder;
    }

    Path write(String name, String yaml) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, yaml);
    }

    Recipe load(String yaml, String... overrides) throws IOException {
        return load(write("recipe.yaml", yaml), overrides);
    }

    Recipe load(Path file, String... overrides) {
        return new RecipeLoader(Map.of("HOME_DATA", "/data"))
                .load(file, List.of(overrides), registry);
    }

    ComponentRegistry registry() {
        return registry;
    }
}
