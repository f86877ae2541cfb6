package dev.imago.runtime.plugin;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.plugin.Components;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes what plugins register; a name that is taken is a problem naming both plugins. */
final class RegisteredComponents {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");

    private final Map<Class<?>, Map<String, Component<?>>> components = new HashMap<>();
    private final PluginProblems problems;

    RegisteredComponents(PluginProblems problems) {
        this.problems = problems;
    }

    /** What one plugin is given to register with. */
    Components of(String plugin, String origin) {
        return new Components() {
            @Override
            public <K> void add(
                    Class<K> kind,
                    String type,
                    Class<? extends Record> config,
                    Class<? extends K> implementation) {
                RegisteredComponents.this.add(
                        new Component<>(kind, type, config, implementation, plugin), origin);
            }
        };
    }

    Map<Class<?>, Map<String, Component<?>>> all() {
        return components;
    }

    private void add(Component<?> component, String origin) {
        String place = "plugin " + component.plugin() + " (" + origin + ")";
        if (component.type() == null || !NAME.matcher(component.type()).matches()) {
            problems.add(
                    ErrorCode.PLUGIN_FAILED,
                    place,
                    "offers a component named '"
                            + component.type()
                            + "', expected lower-case words joined by - or _.",
                    "");
            return;
        }
        Component<?> other =
                components
                        .computeIfAbsent(component.kind(), kind -> new TreeMap<>())
                        .putIfAbsent(component.type(), component);
        if (other != null) {
            problems.add(
                    ErrorCode.DUPLICATE_COMPONENT,
                    place,
                    "offers "
                            + component.kind().getSimpleName()
                            + " '"
                            + component.type()
                            + "', which plugin "
                            + other.plugin()
                            + " offers too.",
                    "Leave one of them out, or rename the component.");
        }
    }
}
