package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Optimizer;
import jakarta.inject.Inject;
import java.util.List;

/** AdamW, one fused call for each group of parameters. */
public final class AdamW implements Optimizer {
    private final AdamWConfig config;
    private final Ops ops;

    /** Holds no state of parameters: the trainer owns it. */
    @Inject
    public AdamW(AdamWConfig config, Ops ops) {
        this.config = config;
        this.ops = ops;
    }

    @Override
    public double learningRate() {
        return config.lr();
    }

    @Override
    public List<String> stateNames(String rule) {
        return config.masterWeights()
                ? List.of("exp_avg", "exp_avg_sq", "master")
                : List.of("exp_avg", "exp_avg_sq");
    }

    @Override
    public boolean decays(String name) {
        return Boolean.TRUE.equals(config.decayAll()) || Optimizer.super.decays(name);
    }

    @Override
    public NDList newState(NDManager owner, String rule, NDArray parameter) {
        try (Autograd.Scope off = Autograd.off()) {
            if (config.masterWeights()) {
                return new NDList(
                        owner.zeros(parameter.getShape(), DataType.FLOAT32),
                        owner.zeros(parameter.getShape(), DataType.FLOAT32),
                        master(owner, parameter));
            }
            return new NDList(zeros(owner, parameter), zeros(owner, parameter));
        }
    }

    @Override
    public void step(long step, double rate, List<Group> groups) {
        for (Group group : groups) {
            ListOps.AdamW settings =
                    new ListOps.AdamW(
                            rate * group.rateFactor(),
                            config.betas().get(0),
                            config.betas().get(1),
                            config.eps(),
                            group.decay() ? config.weightDecay() : 0);
            ops.lists()
                    .adamW(
                            settings,
                            step,
                            group.parameters(),
                            group.gradients(),
                            state(group, 0),
                            state(group, 1),
                            config.masterWeights() ? state(group, 2) : null);
        }
    }

    static NDList state(Group group, int index) {
        NDList list = new NDList(group.state().size());
        group.state().forEach(state -> list.add(state.get(index)));
        return list;
    }

    /** A float32 copy that shares no memory with the parameter. */
    private NDArray master(NDManager owner, NDArray parameter) {
        try (NDArray wide = ops.cast(parameter, Precision.FP32)) {
            NDArray copy = wide.duplicate();
            copy.attach(owner);
            return copy;
        }
    }

    /** Zeros in the parameter's dtype, for which DJL may have no name. */
    private NDArray zeros(NDManager owner, NDArray parameter) {
        if (parameter.getDataType() == DataType.FLOAT32) {
            return owner.zeros(parameter.getShape(), DataType.FLOAT32);
        }
        NDArray zeros = ops.scale(parameter, 0);
        zeros.attach(owner);
        return zeros;
    }
}
