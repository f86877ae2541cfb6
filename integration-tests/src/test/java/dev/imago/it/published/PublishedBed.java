package dev.imago.it.published;

import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test all plugins and a runtime of its own, beside the tiny published models. */
abstract class PublishedBed {
    static final Path MODELS = Path.of("src/test/resources/published").toAbsolutePath().normalize();

    ComponentRegistry registry;
    RuntimeSession runtime;

    @BeforeEach
    final void openRuntime() {
        registry = PluginLoader.classPath();
        runtime = RuntimeSession.open(RuntimeSection.DEFAULT, registry);
    }

    @AfterEach
    final void closeRuntime() {
        runtime.close();
        registry.close();
    }
}
