package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Keys of {@link AdamW}. */
@Doc("AdamW: decoupled weight decay, bias correction")
public record AdamWConfig(
        @Doc("learning rate before the schedule") Double lr,
        @Doc("decay of the mean and of the squares") List<Double> betas,
        @Doc("added to the denominator") Double eps,
        @Doc("weight decay, times the learning rate; spares biases and norms") Double weightDecay,
        @Doc("decay biases and norms too") Boolean decayAll,
        @Doc("keep float32 copies of low-precision parameters and step those")
                Boolean masterWeights) {
    /** Defaults and checks. */
    public AdamWConfig {
        lr = Check.between(lr, 1e-3, 0, 10, "lr");
        betas = List.copyOf(Check.orDefault(betas, List.of(0.9, 0.999)));
        eps = Check.between(eps, 1e-8, 0, 1, "eps");
        weightDecay = Check.between(weightDecay, 0.01, 0, 10, "weight_decay");
        masterWeights = Check.orDefault(masterWeights, false);
        if (betas.size() != 2) {
            throw new InvalidValueException("betas", "has " + betas.size() + " values, expected 2");
        }
        betas.forEach(beta -> Check.between(beta, null, 0, 1, "betas"));
    }
}
