package dev.imago.runtime.cli;

import com.google.inject.Guice;
import dev.imago.api.cli.Command;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeLoader;
import java.util.ArrayList;
import java.util.List;

/** A verb that no class here knows: one of a plugin, or a mistake. */
final class PluginVerb {
    private final RootWords words;
    private final Console console;

    PluginVerb(RootWords words, Console console) {
        this.words = words;
        this.console = console;
    }

    int run() {
        var plugins = PluginFolders.with(words.plugins(), console.environment());
        try (ComponentRegistry registry = PluginLoader.load(plugins);
                CommandServices services = new CommandServices(registry)) {
            if (registry.find(Command.class, words.verb()).isEmpty()) {
                throw unknown(registry);
            }
            var spec = new RecipeLoader().defaults(Command.class, words.verb(), registry);
            ComponentFactory factory =
                    new ComponentFactory(registry, Guice.createInjector(services));
            return factory.create(spec).run(words.arguments(), console.out());
        }
    }

    private ImagoException unknown(ComponentRegistry registry) {
        List<String> known = new ArrayList<>(Verbs.words());
        registry.offered(Command.class).stream().map(Component::type).forEach(known::add);
        String near = NearestName.question(words.verb(), known);
        return new ImagoException(
                List.of(
                        new Problem(
                                ErrorCode.USAGE,
                                words.verb(),
                                "no such verb. There are " + String.join(", ", known) + ".",
                                near)));
    }
}
