package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Module;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.model.LanguageModelFiles;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;

/** Builds the components that a case is about, as a recipe would, from the case's JSON. */
final class Bench {
    private final RecordKeys records = new RecordKeys();
    private final ComponentRegistry registry;
    private final ComponentFactory factory;
    private final Ops ops;

    Bench(ComponentRegistry registry, ComponentFactory factory, Ops ops) {
        this.registry = registry;
        this.factory = factory;
        this.ops = ops;
    }

    Ops ops() {
        return ops;
    }

    ComponentFactory factory() {
        return factory;
    }

    /** An empty object to put a component's keys into. */
    static ObjectNode keys() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A component's keys, with those of a published config that it knows. */
    static ObjectNode keys(JsonNode published) {
        ObjectNode keys = keys();
        keys.setAll((ObjectNode) published);
        return keys;
    }

    boolean offers(Class<?> kind, String type) {
        return registry.find(kind, type).isPresent();
    }

    /**
     * A component with its keys; those it does not know are left out.
     *
     * @throws UnsupportedCaseException when no plugin offers it
     * @throws InvalidValueException when it refuses its keys
     */
    <K> Spec<K> spec(Class<K> kind, String type, ObjectNode keys) {
        Component<K> component =
                registry.find(kind, type)
                        .orElseThrow(
                                () ->
                                        new UnsupportedCaseException(
                                                "no plugin offers "
                                                        + kind.getSimpleName()
                                                        + " '"
                                                        + type
                                                        + "'"));
        return new Spec<>(kind, type, records.record(component.config(), keys));
    }

    /** A published language model. */
    LanguageModelFiles languageModel(Path path) {
        return LanguageModelFiles.open(path, registry);
    }

    /** Builds a component. */
    <K> K create(Spec<K> spec, Module... services) {
        return factory.create(spec, services);
    }

    /** Builds a component over weights, with more services. */
    <K> K create(Spec<K> spec, Weights weights, Object... services) {
        return factory.create(
                spec,
                binder -> binder.bind(Weights.class).toInstance(weights),
                binder -> {
                    for (Object service : services) {
                        bind(binder, service);
                    }
                });
    }

    /** An empty store in float32. */
    ParameterStore store(NDManager scope) {
        return new ParameterStore(ops, scope, Precision.FP32);
    }

    @SuppressWarnings("unchecked") // an object is an instance of the API's type that it implements
    private static void bind(com.google.inject.Binder binder, Object service) {
        Class<?> type = service.getClass();
        for (Class<?> c = type; c != null && !type.isRecord(); c = c.getSuperclass()) {
            for (Class<?> api : c.getInterfaces()) {
                if (api.getPackageName().startsWith("dev.imago.api")) {
                    type = api;
                }
            }
        }
        binder.bind((Class<Object>) type).toInstance(service);
    }
}
