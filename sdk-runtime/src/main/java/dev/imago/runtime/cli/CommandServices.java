package dev.imago.runtime.cli;

import com.google.inject.AbstractModule;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.StoredWeights;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.weights.OwnStore;

/**
 * What verbs of plugins may inject. The engine opens when the first of them asks for something that
 * needs it, so that the others start at once.
 */
final class CommandServices extends AbstractModule implements AutoCloseable {
    private final ComponentRegistry registry;
    private RuntimeSession session;

    CommandServices(ComponentRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void configure() {
        bind(Ops.class).toProvider(() -> session().ops());
        bind(StoredWeights.Factory.class)
                .toProvider(
                        () -> {
                            Ops ops = session().ops();
                            return (owner, precision) -> new OwnStore(ops, owner, precision);
                        });
    }

    private synchronized RuntimeSession session() {
        if (session == null) {
            session = RuntimeSession.open(RuntimeSection.DEFAULT, registry);
        }
        return session;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
