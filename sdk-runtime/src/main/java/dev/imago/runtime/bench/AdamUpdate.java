package dev.imago.runtime.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Map;

/**
 * Clipping and AdamW on what is trained of a store.
 *
 * @param means of the gradients, in the parameters' precision as the peer's are
 * @param squares of the gradients, likewise
 */
record AdamUpdate(Ops ops, ParameterStore store, NDList means, NDList squares) {
    /** For the parameters that are not frozen; the owner keeps the optimizer's state. */
    static AdamUpdate of(Ops ops, ParameterStore store, NDManager owner) {
        AdamUpdate update = new AdamUpdate(ops, store, new NDList(), new NDList());
        for (Parameter parameter : store.trainable()) {
            update.means.add(ops.zeros(owner, parameter.shape(), store.precision()));
            update.squares.add(ops.zeros(owner, parameter.shape(), store.precision()));
        }
        return update;
    }

    /**
     * Changes the parameters and clears their gradients.
     *
     * @param step from 1
     */
    void apply(int step, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> byName = store.gradients(scope);
            NDList gradients = new NDList(byName.values());
            ops.lists().clip(gradients, 1.0);
            NDList parameters = new NDList();
            store.trainable().forEach(parameter -> parameters.add(parameter.value()));
            ListOps.AdamW settings = new ListOps.AdamW(1e-4, 0.9, 0.999, 1e-8, 0.01);
            ops.lists().adamW(settings, step, parameters, gradients, means, squares, null);
        }
        store.clearGradients();
    }
}
