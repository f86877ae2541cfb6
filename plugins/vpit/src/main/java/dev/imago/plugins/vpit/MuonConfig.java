package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import java.util.List;

/** Keys of {@link Muon}. */
@Doc(
        "Muon for matrices and kernels, AdamW for all else: momentum made orthogonal, at AdamW's rates")
public record MuonConfig(
        @Doc("learning rate before the schedule, of both") Double lr,
        @Doc("decay of the mean of gradients, of matrices") Double momentum,
        @Doc("step ahead along the newest gradient, of matrices") Boolean nesterov,
        @Doc("rounds of the Newton-Schulz iteration") Integer nsSteps,
        @Doc("weight decay, times the learning rate; spares biases and norms") Double weightDecay,
        @Doc("AdamW's decay of the mean and of the squares") List<Double> betas,
        @Doc("added to AdamW's denominator") Double eps,
        @Doc("matrices that AdamW steps: those whose names contain one of these")
                List<String> leave,
        @Doc("keep float32 copies of low-precision parameters and step those")
                Boolean masterWeights) {
    /** Defaults and checks. */
    public MuonConfig {
        lr = Check.between(lr, 1e-3, 0, 10, "lr");
        momentum = Check.between(momentum, 0.95, 0, 1, "momentum");
        nesterov = Check.orDefault(nesterov, true);
        nsSteps = Check.positive(nsSteps, 5, "ns_steps");
        leave = List.copyOf(Check.orDefault(leave, List.of("embed", "lm_head", "slots")));
        AdamWConfig others = new AdamWConfig(lr, betas, eps, weightDecay, false, masterWeights);
        weightDecay = others.weightDecay();
        betas = others.betas();
        eps = others.eps();
        masterWeights = others.masterWeights();
    }

    /** How everything else is stepped. */
    AdamWConfig adamw() {
        return new AdamWConfig(lr, betas, eps, weightDecay, false, masterWeights);
    }

    /** Whether AdamW steps a matrix. */
    boolean leaves(String name) {
        return leave.stream().anyMatch(name::contains);
    }
}
