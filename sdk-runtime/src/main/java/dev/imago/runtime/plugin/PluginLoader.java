package dev.imago.runtime.plugin;

import dev.imago.api.Api;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.plugin.Plugin;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads plugins from the class path, from jars and from folders of jars into one {@link
 * ComponentRegistry}. Everything that is wrong is told at once. A loader is used once.
 */
public final class PluginLoader {
    private static final String CLASS_PATH = "class path";

    private final PluginProblems problems = new PluginProblems();
    private final RegisteredComponents components = new RegisteredComponents(problems);
    private final List<LoadedPlugin> plugins = new ArrayList<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final Map<String, String> originOfName = new HashMap<>();
    private final ClassLoader parent;

    private PluginLoader(ClassLoader parent) {
        this.parent = parent;
    }

    /** The plugins of the class path alone. */
    public static ComponentRegistry classPath() {
        return load(List.of());
    }

    /**
     * The plugins of the class path, and of jars.
     *
     * @param jarsAndFolders a jar must hold a plugin; of a folder every {@code *.jar} is taken
     * @throws dev.imago.api.error.ImagoException with all that is wrong
     */
    public static ComponentRegistry load(List<Path> jarsAndFolders) {
        return load(jarsAndFolders, PluginLoader.class.getClassLoader());
    }

    /**
     * As above, with the class loader whose plugins count as those of the class path and that has
     * the API.
     */
    public static ComponentRegistry load(List<Path> jarsAndFolders, ClassLoader parent) {
        return new PluginLoader(parent).loadAll(jarsAndFolders);
    }

    /** Registers plugins that are at hand as objects; for tests of plugins and small embeddings. */
    public static ComponentRegistry of(Plugin... plugins) {
        PluginLoader loader = new PluginLoader(PluginLoader.class.getClassLoader());
        for (Plugin plugin : plugins) {
            loader.register(plugin, plugin.getClass().getSimpleName());
        }
        return loader.registry();
    }

    private ComponentRegistry loadAll(List<Path> jarsAndFolders) {
        instantiate(parent, CLASS_PATH);
        for (Path jar : PluginJar.list(jarsAndFolders, problems)) {
            PluginJar.open(jar, parent, problems)
                    .ifPresent(
                            loader -> {
                                loaders.add(loader);
                                instantiate(loader, jar.toString());
                            });
        }
        return registry();
    }

    private ComponentRegistry registry() {
        ComponentRegistry registry = new ComponentRegistry(components.all(), plugins, loaders);
        if (!problems.isEmpty()) {
            registry.close();
            throw problems.exception();
        }
        return registry;
    }

    private void instantiate(ClassLoader loader, String origin) {
        Iterator<ServiceLoader.Provider<Plugin>> providers =
                ServiceLoader.load(Plugin.class, loader).stream().iterator();
        while (true) {
            try {
                // Looking for the next provider already loads classes, so it may throw as well.
                if (!providers.hasNext()) {
                    return;
                }
                register(providers.next().get(), origin);
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.threw(origin, "creating the plugin", e);
                // A service file that can't be read is reported again and again.
                if (e.getCause() instanceof java.io.IOException) {
                    return;
                }
            }
        }
    }

    private void register(Plugin plugin, String origin) {
        String place = origin;
        try {
            String name = plugin.name();
            place = "plugin " + name + " (" + origin + ")";
            if (!Api.VERSION.equals(plugin.apiVersion())) {
                problems.add(ErrorCode.PLUGIN_VERSION, place, mismatch(plugin), "");
            } else if (originOfName.putIfAbsent(name, origin) != null) {
                problems.add(
                        ErrorCode.DUPLICATE_COMPONENT,
                        place,
                        "a plugin of this name was loaded from " + originOfName.get(name) + ".",
                        "Leave one of them out.");
            } else {
                plugin.register(components.of(name, origin));
                plugins.add(new LoadedPlugin(name, origin, plugin.getClass().getName()));
            }
        } catch (RuntimeException | LinkageError e) {
            problems.threw(place, "registering the plugin", e);
        }
    }

    private static String mismatch(Plugin plugin) {
        return "was built against API "
                + plugin.apiVersion()
                + ", but this is API "
                + Api.VERSION
                + ". Take the plugin's release for this version, or build it anew.";
    }
}
