package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;

/** Lets parameters begin anew. */
public final class FreshValues {
    private FreshValues() {}

    /**
     * Overwrites parameters as {@link ParameterStore#initialise} would have filled them.
     *
     * @param glob over their names
     * @param parent of the manager of what is made on the way
     */
    public static void write(
            ParameterStore store, String glob, long seed, Ops ops, NDManager parent) {
        try (NDManager scope = parent.newSubManager();
                Autograd.Scope off = Autograd.off()) {
            for (String name : store.names(glob)) {
                StoredParameter parameter = (StoredParameter) store.find(name).orElseThrow();
                NDArray fresh = new SeededInit(ops, scope, store.precision(), seed).fill(parameter);
                ops.lists().copy(new NDList(parameter.value()), new NDList(fresh));
            }
        }
    }
}
