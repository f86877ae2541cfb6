package dev.imago.runtime.plugin;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every component of every loaded plugin, by kind and name. Immutable and thread-safe. Closing it
 * closes the class loaders of plugin jars: do so when nothing built from them is used any more.
 */
public final class ComponentRegistry implements AutoCloseable {
    private final Map<Class<?>, Map<String, Component<?>>> components;
    private final List<LoadedPlugin> plugins;
    private final List<URLClassLoader> loaders;

    ComponentRegistry(
            Map<Class<?>, Map<String, Component<?>>> components,
            List<LoadedPlugin> plugins,
            List<URLClassLoader> loaders) {
        this.components = components;
        this.plugins = List.copyOf(plugins);
        this.loaders = List.copyOf(loaders);
    }

    /** The component of a kind and name, if a plugin offers it. */
    @SuppressWarnings("unchecked") // RegisteredComponents put it there under its kind
    public <K> Optional<Component<K>> find(Class<K> kind, String type) {
        return Optional.ofNullable((Component<K>) ofKind(kind).get(type));
    }

    /**
     * The component of a kind and name.
     *
     * @throws ImagoException UNKNOWN_COMPONENT, with what is offered and the nearest name
     */
    public <K> Component<K> get(Class<K> kind, String type) {
        return find(kind, type)
                .orElseThrow(() -> new ImagoException(List.of(unknown(kind, type, ""))));
    }

    /** All components of a kind, by name. */
    @SuppressWarnings("unchecked") // as above
    public <K> List<Component<K>> offered(Class<K> kind) {
        return ofKind(kind).values().stream().map(component -> (Component<K>) component).toList();
    }

    /** The kinds of which anything is offered, by simple name. */
    public List<Class<?>> kinds() {
        return components.keySet().stream()
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    /** All components, by kind and name. */
    public List<Component<?>> all() {
        return kinds().stream()
                .flatMap(kind -> ofKind(kind).values().stream())
                .collect(Collectors.toUnmodifiableList());
    }

    /** The plugins, in the order they were loaded. */
    public List<LoadedPlugin> plugins() {
        return plugins;
    }

    /** What to say where a name is not offered. */
    public Problem unknown(Class<?> kind, String type, String place) {
        Collection<Component<?>> known = ofKind(kind).values();
        String near = NearestName.question(type, ofKind(kind).keySet());
        String offered =
                known.stream()
                        .map(component -> component.type() + " (" + component.plugin() + ")")
                        .collect(Collectors.joining(", "));
        return new Problem(
                ErrorCode.UNKNOWN_COMPONENT,
                place,
                "no plugin offers " + kind.getSimpleName() + " '" + type + "'.",
                (near.isEmpty() ? "" : near + "\n    ")
                        + "Offered: "
                        + (offered.isEmpty() ? "none" : offered)
                        + ". Missing plugin? `imago plugins` lists what is loaded.");
    }

    @Override
    public void close() {
        IOException first = null;
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new UncheckedIOException("can't close a plugin's jar", first);
        }
    }

    private Map<String, Component<?>> ofKind(Class<?> kind) {
        return components.getOrDefault(kind, Map.of());
    }
}
