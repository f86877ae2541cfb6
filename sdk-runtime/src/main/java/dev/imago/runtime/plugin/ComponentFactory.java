package dev.imago.runtime.plugin;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Builds components. Each is built in a child injector of its own, which has the component's config
 * record under its exact type and whatever services the caller adds. Thread-safe.
 */
public final class ComponentFactory {
    private final ComponentRegistry registry;
    private final Injector parent;

    /**
     * @param registry knows the implementations
     * @param parent the injector of the recipe; its bindings are open to every component
     */
    public ComponentFactory(ComponentRegistry registry, Injector parent) {
        this.registry = registry;
        this.parent = parent;
    }

    /**
     * Builds a component.
     *
     * @param spec what a recipe says
     * @param services what this one component may inject besides, e.g. its {@code Weights}
     * @throws ImagoException what the constructor threw, or PLUGIN_FAILED
     */
    public <K> K create(Spec<K> spec, Module... services) {
        Component<K> component = registry.get(spec.kind(), spec.type());
        List<Module> modules = new ArrayList<>(List.of(services));
        modules.add(binder -> bindConfig(binder, spec.config()));
        modules.add(binder -> binder.bind(component.implementation()));
        modules.add(binder -> binder.bind(Parts.class).toInstance(new Inner()));
        try {
            return parent.createChildInjector(modules).getInstance(component.implementation());
        } catch (ProvisionException e) {
            throw unwrapped(component, e, e.getErrorMessages());
        } catch (CreationException e) {
            throw unwrapped(component, e, e.getErrorMessages());
        } catch (ConfigurationException e) {
            throw unwrapped(component, e, e.getErrorMessages());
        } catch (LinkageError e) {
            throw failed(component, PluginProblems.told(e), e);
        }
    }

    /**
     * Builds a component over weights, which remember what it is to start from.
     *
     * @param services what it may inject besides
     */
    public <K> K create(Spec<K> spec, Weights weights, Module... services) {
        List<Module> modules = new ArrayList<>(List.of(services));
        modules.add(binder -> binder.bind(Weights.class).toInstance(weights));
        Module[] all = modules.toArray(Module[]::new);
        return weights instanceof StartingPoints points
                ? points.declaring(spec, () -> create(spec, all))
                : create(spec, all);
    }

    /** Builds what stands inside another component. */
    private final class Inner implements Parts {
        @Override
        public <P> P create(Spec<P> spec, Weights weights) {
            return ComponentFactory.this.create(spec, weights);
        }

        @Override
        public <P> P create(Spec<P> spec) {
            return ComponentFactory.this.create(spec);
        }
    }

    @SuppressWarnings("unchecked") // a record is an instance of its own class
    private static void bindConfig(com.google.inject.Binder binder, Record config) {
        binder.bind((Class<Record>) config.getClass()).toInstance(config);
    }

    /** Finds what really happened below Guice's words. */
    private static RuntimeException unwrapped(
            Component<?> component, RuntimeException guice, Collection<Message> messages) {
        for (Throwable t = guice.getCause(); t != null; t = t.getCause()) {
            if (t instanceof ImagoException known) {
                return known;
            }
            if (t instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
        String told =
                guice.getCause() != null
                        ? PluginProblems.told(guice.getCause())
                        : messages.iterator().next().getMessage().lines().findFirst().orElse("");
        return failed(component, told, guice);
    }

    private static ImagoException failed(Component<?> component, String told, Throwable cause) {
        return new ImagoException(
                ErrorCode.PLUGIN_FAILED,
                "plugin " + component.plugin(),
                "can't build "
                        + component.kind().getSimpleName()
                        + " '"
                        + component.type()
                        + "': "
                        + told,
                cause);
    }
}
