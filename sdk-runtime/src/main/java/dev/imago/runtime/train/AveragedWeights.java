package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer that keeps a running average of the parameters beside its own state, so that
 * checkpoints have it. Early steps count less than the decay would have it: {@code (1 + n) / (10 +
 * n)} bounds it.
 */
final class AveragedWeights implements Optimizer {
    private static final String STATE = "ema";
    private static final double WARMUP = 10;

    private final Optimizer inner;
    private final double decay;
    private final Ops ops;

    /**
     * @param decay 0 averages nothing
     */
    AveragedWeights(Optimizer inner, double decay, Ops ops) {
        this.inner = inner;
        this.decay = decay;
        this.ops = ops;
    }

    @Override
    public double learningRate() {
        return inner.learningRate();
    }

    @Override
    public boolean decays(String name) {
        return inner.decays(name);
    }

    @Override
    public String rule(String name, Shape shape) {
        return inner.rule(name, shape);
    }

    @Override
    public List<String> stateNames(String rule) {
        List<String> names = new ArrayList<>(inner.stateNames(rule));
        if (decay > 0) {
            names.add(STATE);
        }
        return names;
    }

    @Override
    public NDList newState(NDManager owner, String rule, NDArray parameter) {
        NDList state = inner.newState(owner, rule, parameter);
        if (decay > 0) {
            try (Autograd.Scope off = Autograd.off();
                    NDArray wide = ops.cast(parameter, Precision.FP32)) {
                NDArray average = wide.duplicate();
                average.attach(owner);
                state.add(average);
            }
        }
        return state;
    }

    @Override
    public void step(long step, double rate, List<Group> groups) {
        if (decay == 0) {
            inner.step(step, rate, groups);
            return;
        }
        inner.step(step, rate, groups.stream().map(this::withoutAverage).toList());
        double now = Math.min(decay, (1 + step) / (WARMUP + step));
        for (Group group : groups) {
            NDList averages = new NDList();
            group.state().forEach(state -> averages.add(average(state)));
            ops.lists().scale(averages, now);
            ops.lists().add(averages, group.parameters(), 1 - now);
        }
    }

    /** Gives the parameters their averages; called once, after the last step. */
    void settle(List<TrainedParameter> parameters) {
        if (decay > 0) {
            NDList values = new NDList();
            NDList averages = new NDList();
            for (TrainedParameter parameter : parameters) {
                values.add(parameter.value());
                averages.add(average(parameter.state()));
            }
            ops.lists().copy(values, averages);
        }
    }

    private Group withoutAverage(Group group) {
        int own = inner.stateNames(group.rule()).size();
        List<NDList> states =
                group.state().stream().map(state -> new NDList(state.subList(0, own))).toList();
        return new Group(
                group.rule(),
                group.rateFactor(),
                group.decay(),
                group.parameters(),
                group.gradients(),
                states);
    }

    private static NDArray average(NDList state) {
        return state.get(state.size() - 1);
    }
}
