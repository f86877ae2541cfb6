package dev.imago.runtime.run;

import dev.imago.api.nn.Parameter;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.recipe.RuntimeSection;
import java.util.Locale;

/**
 * How many workers share a training batch, and why. One operation of a small model is too short to
 * be shared by threads; shards of its batch are not.
 */
record WorkerCount(int workers, String told) {
    private static final long SMALL = 20_000_000;

    static WorkerCount choose(
            RuntimeSection section, RuntimeSession runtime, ModelSession session) {
        long size =
                session.store().parameters().stream()
                        .map(Parameter::shape)
                        .mapToLong(shape -> shape.size())
                        .sum();
        boolean cpu = !runtime.manager().getDevice().isGpu();
        int auto = cpu && size <= SMALL ? runtime.threads() : 1;
        int workers = section.workers().or(auto);
        String why =
                section.workers().count() != null
                        ? "as the recipe says"
                        : String.format(Locale.ROOT, "auto, for %,d parameters", size);
        return new WorkerCount(
                workers,
                String.format(
                        Locale.ROOT,
                        "on %s in %s: %d threads, %d workers (%s)",
                        cpu ? "cpu" : "gpu",
                        runtime.precision().torchName(),
                        runtime.threads(),
                        workers,
                        why));
    }
}
