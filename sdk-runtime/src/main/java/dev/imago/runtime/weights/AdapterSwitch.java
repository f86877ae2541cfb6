package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.plugin.NearestName;
import java.util.List;

/**
 * Which of the adapters over one base is on: the first by default, another for what a thread does
 * within a scope. So requests with different adapters run side by side over one base.
 */
public final class AdapterSwitch {
    /** Chooses the base alone. */
    public static final String BASE = "base";

    private volatile List<String> names;
    private final ThreadLocal<String> chosen = new ThreadLocal<>();
    private volatile long seed;

    AdapterSwitch(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** A choice of the calling thread; ends when closed. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** The adapters there are, without those that were merged. */
    public List<String> names() {
        return names;
    }

    /**
     * Turns an adapter on for what the calling thread does until the scope is closed.
     *
     * @param adapter its name, {@link #BASE} for none; null leaves all as it is
     * @throws ImagoException INVALID_VALUE when there is none of that name
     */
    public Scope use(String adapter) {
        String before = chosen.get();
        if (adapter != null) {
            check(adapter);
            chosen.set(adapter);
        }
        return () -> restore(before);
    }

    private void restore(String before) {
        if (before == null) {
            chosen.remove();
        } else {
            chosen.set(before);
        }
    }

    private void check(String adapter) {
        List<String> known = names;
        if (!adapter.equals(BASE) && !known.contains(adapter)) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "adapter",
                    "is '"
                            + adapter
                            + "', expected "
                            + (known.isEmpty() ? "" : String.join(", ", known) + " or ")
                            + BASE
                            + ". "
                            + NearestName.question(adapter, known));
        }
    }

    /** The adapter that is on for the calling thread; {@link #BASE} for none. */
    String active() {
        String own = chosen.get();
        if (own != null) {
            return own;
        }
        List<String> known = names;
        return known.isEmpty() ? BASE : known.get(0);
    }

    /**
     * Sets what decides which inputs are dropped until the next call.
     *
     * @param value of the run's seed and the step
     */
    public void seedDropout(long value) {
        seed = value;
    }

    /** A seed for one layer's dropout: the same for all its calls of one step. */
    long dropoutSeed(String layer) {
        return SeededInit.seed(seed, layer);
    }

    void forget(String adapter) {
        names = names.stream().filter(name -> !name.equals(adapter)).toList();
    }
}
