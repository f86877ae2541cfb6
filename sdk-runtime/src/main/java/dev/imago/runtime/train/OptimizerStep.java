package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds the workers' gradients, clips them and steps the optimizer. */
final class OptimizerStep {
    private final Ops ops;
    private final Optimizer optimizer;
    private final List<TrainedParameter> parameters;
    private final double clipNorm;
    private boolean everStepped;

    OptimizerStep(
            Ops ops, Optimizer optimizer, List<TrainedParameter> parameters, double clipNorm) {
        this.ops = ops;
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.clipNorm = clipNorm;
    }

    /**
     * Steps every parameter that a gradient reached.
     *
     * @param step 1-based
     * @return the global gradient norm before clipping
     */
    double apply(long step, double rate, List<StepResult> results) {
        List<NDArray> sums = new ArrayList<>(results.get(0).gradients());
        for (StepResult other : results.subList(1, results.size())) {
            add(sums, other.gradients());
        }
        keepRows(sums);
        NDList reached = new NDList(sums.stream().filter(gradient -> gradient != null).toList());
        double norm =
                clipNorm > 0 ? ops.lists().clip(reached, clipNorm) : ops.lists().norm(reached);
        optimizer.step(step, rate, groups(sums));
        everStepped |= !reached.isEmpty();
        reached.close();
        return norm;
    }

    /** Whether a gradient has reached any parameter in any step. */
    boolean everStepped() {
        return everStepped;
    }

    /** Name of the first parameter that is trained. */
    String first() {
        return parameters.get(0).name();
    }

    /** Whether every parameter is a number. */
    boolean finite() {
        NDList values = new NDList(parameters.stream().map(TrainedParameter::value).toList());
        return Double.isFinite(ops.lists().norm(values));
    }

    private void add(List<NDArray> sums, List<NDArray> others) {
        NDList into = new NDList();
        NDList from = new NDList();
        for (int p = 0; p < sums.size(); p++) {
            if (sums.get(p) == null) {
                sums.set(p, others.get(p));
            } else if (others.get(p) != null) {
                into.add(sums.get(p));
                from.add(others.get(p));
            }
        }
        ops.lists().add(into, from, 1.0);
        from.close();
    }

    /** Zeros where a parameter's rows are not trained: with no decay, such rows keep their bits. */
    private void keepRows(List<NDArray> sums) {
        for (int p = 0; p < sums.size(); p++) {
            NDArray gradient = sums.get(p);
            List<Integer> rows = parameters.get(p).rows();
            if (gradient == null || rows.isEmpty()) {
                continue;
            }
            NDArray masked = ops.scale(gradient, 0);
            masked.attach(gradient.getManager());
            for (int row : rows) {
                try (NDArray own = gradient.get(new NDIndex().addSliceDim(row, row + 1))) {
                    ops.copyRows(masked, row, own);
                }
            }
            gradient.close();
            sums.set(p, masked);
        }
    }

    private List<Optimizer.Group> groups(List<NDArray> gradients) {
        record Key(String rule, double rateFactor, boolean decay) {}
        Map<Key, Optimizer.Group> groups = new LinkedHashMap<>();
        for (int p = 0; p < gradients.size(); p++) {
            if (gradients.get(p) == null) {
                continue;
            }
            TrainedParameter parameter = parameters.get(p);
            Key key = new Key(parameter.rule(), parameter.rateFactor(), parameter.decay());
            Optimizer.Group group =
                    groups.computeIfAbsent(
                            key, k -> Optimizer.Group.empty(k.rule(), k.rateFactor(), k.decay()));
            group.add(parameter.value(), gradients.get(p), parameter.state());
        }
        return List.copyOf(groups.values());
    }
}
