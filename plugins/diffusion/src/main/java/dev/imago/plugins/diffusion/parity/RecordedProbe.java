package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.nn.Ops;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.blocks.Probe;

/** Compares what modules give with the activations that a case recorded of its first row. */
final class RecordedProbe implements Probe {
    private static final String PREFIX = "act.";

    private final RecordedCase recorded;
    private final Allowed allowed;
    private final Ops ops;

    RecordedProbe(RecordedCase recorded, Allowed allowed, Ops ops) {
        this.recorded = recorded;
        this.allowed = allowed;
        this.ops = ops;
    }

    @Override
    public void seen(String name, NDArray value) {
        String tensor = PREFIX + name;
        if (!recorded.hasTensor(tensor)) {
            return;
        }
        try (NDArray first = value.get(new NDIndex("0:1"));
                NDArray laid =
                        value.getShape().dimension() == 4
                                ? ops.images().rowMajor(first)
                                : first.duplicate()) {
            allowed.output(tensor, laid, recorded.tensor(tensor));
        }
    }
}
