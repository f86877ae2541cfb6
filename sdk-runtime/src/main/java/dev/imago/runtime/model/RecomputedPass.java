package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * A training pass that keeps only what goes into each layer, and runs each layer again on the way
 * back (gradient checkpointing, arXiv 1604.06174): one layer's activations are in memory at a time,
 * for a forward pass more. Every layer runs as it does otherwise, dropout included, so that
 * gradients have the same bits. In grad mode, for one thread and one backward pass. Legend: B
 * sequences, T positions, W width, L rows.
 */
public final class RecomputedPass {
    private final Ops ops;
    private final Backbone backbone;
    private final Backbone.ForwardPass pass;
    private final NDArray embeddings;
    private final NDManager owner;

    /** What went into layers below the last, of which something learns: from the first such on. */
    private final List<NDArray> inputs = new ArrayList<>();

    private int first;
    private NDArray top;

    /** Whether gradients go on to what the embeddings were made of. */
    private boolean further;

    /**
     * @param embeddings {@code [B, T, W]}; its manager owns what is kept
     * @param input what attention is told; must outlive the pass
     */
    public RecomputedPass(Ops ops, Backbone backbone, NDArray embeddings, AttentionInput input) {
        this.ops = ops;
        this.backbone = backbone;
        this.pass = backbone.begin(input);
        this.embeddings = embeddings;
        this.owner = embeddings.getManager();
    }

    /**
     * Runs the layers.
     *
     * @param rows {@code [L]} int64, positions {@code b·T + t} that are wanted
     * @return {@code [L, W]} normed; differentiable down to what goes into the last layer
     */
    public NDArray forward(NDArray rows) {
        int last = backbone.depth() - 1;
        further = ops.requiresGradient(embeddings);
        first = further ? 0 : last;
        NDArray hidden = Autograd.leaf(embeddings, false);
        hidden.attach(owner);
        for (int layer = 0; layer < last; layer++) {
            hidden = below(layer, hidden);
        }
        top = Autograd.leaf(hidden, goesOn());
        top.attach(owner);
        hidden.close();
        try (NDManager scope = owner.newSubManager()) {
            NDArray states = pass.layer(last, inScope(top, scope), rows);
            NDArray normed = backbone.norm(states);
            normed.attach(owner);
            top.attach(owner);
            return normed;
        }
    }

    /** Runs a layer without keeping more than what goes in, and that only where it will be used. */
    private NDArray below(int layer, NDArray hidden) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray out = pass.layer(layer, inScope(hidden, scope));
            if (ops.requiresGradient(out)) {
                first = Math.min(first, layer);
            }
            if (layer >= first) {
                hidden.attach(owner);
                inputs.add(hidden);
            }
            NDArray next = Autograd.leaf(out, false);
            next.attach(owner);
            return next;
        }
    }

    /** Whether anything below the last layer learns. */
    private boolean goesOn() {
        return further || first < backbone.depth() - 1;
    }

    private static NDArray inScope(NDArray array, NDManager scope) {
        array.attach(scope);
        return array;
    }

    /**
     * Adds to the gradients of all that {@code loss} depends on, but for what the embeddings were
     * made of: those get theirs when the result is differentiated, once and by itself.
     *
     * @param loss a float32 scalar made of what {@link #forward} gave
     * @return the same number, owned by the manager of {@code loss}
     */
    public NDArray backward(NDArray loss) {
        if (!ops.requiresGradient(loss)) {
            return loss;
        }
        Autograd.backward(loss);
        if (!goesOn()) {
            return Autograd.leaf(loss, true);
        }
        NDArray gradient = gradient(top);
        top.close();
        for (int layer = backbone.depth() - 2; layer >= first; layer--) {
            gradient = again(layer, gradient, layer > first || further);
        }
        try (NDArray value = Autograd.leaf(loss, false)) {
            return further
                    ? ops.losses().withGradient(value, embeddings, gradient)
                    : Autograd.leaf(loss, true);
        }
    }

    /** The gradient by what went into a layer, given that by what came out; null where unwanted. */
    private NDArray again(int layer, NDArray gradient, boolean wanted) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray kept = inScope(inputs.remove(inputs.size() - 1), scope);
            NDArray input = Autograd.leaf(kept, wanted);
            input.attach(scope);
            NDArray out = pass.layer(layer, input);
            Autograd.backward(out, inScope(gradient, scope));
            return wanted ? gradient(input) : null;
        }
    }

    private NDArray gradient(NDArray leaf) {
        NDArray gradient = Autograd.gradient(leaf).orElseThrow();
        gradient.attach(owner);
        return gradient;
    }
}
