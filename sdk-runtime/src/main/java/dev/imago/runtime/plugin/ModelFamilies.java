package dev.imago.runtime.plugin;

import com.google.inject.Guice;
import dev.imago.api.model.ModelFamily;
import dev.imago.api.plugin.Spec;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The families of published models that the loaded plugins read. Immutable and thread-safe. */
public final class ModelFamilies {
    private final List<ModelFamily> all;

    private ModelFamilies(List<ModelFamily> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Those of all plugins.
     *
     * @throws dev.imago.api.error.ImagoException PLUGIN_FAILED when one can't be built
     */
    public static ModelFamilies of(ComponentRegistry registry) {
        ComponentFactory factory = new ComponentFactory(registry, Guice.createInjector());
        return new ModelFamilies(
                registry.offered(ModelFamily.class).stream()
                        .map(component -> factory.create(spec(component)))
                        .toList());
    }

    private static Spec<ModelFamily> spec(Component<ModelFamily> component) {
        return new Spec<>(ModelFamily.class, component.type(), allDefaults(component.config()));
    }

    private static <R extends Record> R allDefaults(Class<R> type) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(new Object[types.length]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a family needs a config without keys: " + type, e);
        }
    }

    /** The one whose component of a kind reads a {@code model_type}. */
    public Optional<ModelFamily> reading(Class<?> kind, String modelType) {
        return all.stream()
                .filter(family -> family.kind() == kind && family.modelTypes().contains(modelType))
                .findFirst();
    }

    /** The one of a component; empty for components that no published model is of. */
    public Optional<ModelFamily> of(Spec<?> spec) {
        return all.stream()
                .filter(family -> family.kind() == spec.kind())
                .filter(family -> family.component().equals(spec.type()))
                .findFirst();
    }

    /** Every {@code model_type} that components of a kind read. */
    public List<String> modelTypes(Class<?> kind) {
        return all.stream()
                .filter(family -> family.kind() == kind)
                .flatMap(family -> family.modelTypes().stream())
                .sorted()
                .toList();
    }
}
