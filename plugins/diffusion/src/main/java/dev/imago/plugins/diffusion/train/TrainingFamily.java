package dev.imago.plugins.diffusion.train;

import dev.imago.api.nn.Ops;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import jakarta.inject.Inject;

/** Recorded training of the reference: whole steps, and how its learning rates go. */
public final class TrainingFamily implements ParityFamily {
    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    TrainingFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        if (recorded.has("/models/unet")) {
            try (RecordedTraining training = new RecordedTraining(recorded, found, ops, stores)) {
                training.check();
            }
        }
        RecordedRates.check(recorded, found);
    }
}
