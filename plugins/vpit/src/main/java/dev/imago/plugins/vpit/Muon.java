package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Optimizer;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Muon (Jordan et al., 2024) for matrices, AdamW for embeddings, outputs and whatever is no matrix.
 * The kernels of a convolution are one, a row for each channel that it gives. Steps are scaled as
 * Liu et al. (arXiv 2502.16982) have it, so that both take AdamW's learning rates: {@code
 * match_rms_adamw} of PyTorch's Muon.
 */
public final class Muon implements Optimizer {
    /** The root mean square that a step is given, near that of AdamW's. */
    private static final double STEP_SIZE = 0.2;

    private static final String MATRIX = "muon";
    private static final String OTHER = "adamw";

    private final MuonConfig config;
    private final Ops ops;
    private final AdamW adamw;

    /** Holds no state of parameters: the trainer owns it. */
    @Inject
    public Muon(MuonConfig config, Ops ops) {
        this.config = config;
        this.ops = ops;
        this.adamw = new AdamW(config.adamw(), ops);
    }

    @Override
    public double learningRate() {
        return config.lr();
    }

    @Override
    public String rule(String name, Shape shape) {
        boolean matrix = shape.dimension() > 1 && rows(shape) > 1 && columns(shape) > 1;
        return matrix && !config.leaves(name) ? MATRIX : OTHER;
    }

    private static long rows(Shape shape) {
        return shape.get(0);
    }

    private static long columns(Shape shape) {
        return shape.size() / shape.get(0);
    }

    @Override
    public List<String> stateNames(String rule) {
        if (!rule.equals(MATRIX)) {
            return adamw.stateNames(rule);
        }
        return config.masterWeights()
                ? List.of("momentum_buffer", "master")
                : List.of("momentum_buffer");
    }

    @Override
    public NDList newState(NDManager owner, String rule, NDArray parameter) {
        NDList state = adamw.newState(owner, rule, parameter);
        if (rule.equals(MATRIX)) {
            state.remove(1).close(); // of AdamW's two moments Muon has the first
        }
        return state;
    }

    @Override
    public void step(long step, double rate, List<Group> groups) {
        for (Group group : groups) {
            if (group.rule().equals(MATRIX)) {
                byShape(group).forEach((shape, alike) -> step(rate, shape, alike));
            } else {
                adamw.step(step, rate, List.of(group));
            }
        }
    }

    private void step(double rate, Shape shape, Group group) {
        ListOps.Muon settings =
                new ListOps.Muon(
                        rate * group.rateFactor(),
                        config.momentum(),
                        config.nesterov(),
                        group.decay() ? config.weightDecay() : 0,
                        config.nsSteps(),
                        STEP_SIZE * Math.sqrt(Math.max(rows(shape), columns(shape))));
        ops.lists()
                .muon(
                        settings,
                        group.parameters(),
                        group.gradients(),
                        AdamW.state(group, 0),
                        config.masterWeights() ? AdamW.state(group, 1) : null);
    }

    /** Matrices of one shape are orthogonalised together. */
    private static Map<Shape, Group> byShape(Group group) {
        Map<Shape, Group> alike = new LinkedHashMap<>();
        for (int p = 0; p < group.parameters().size(); p++) {
            NDArray parameter = group.parameters().get(p);
            Group same =
                    alike.computeIfAbsent(
                            parameter.getShape(),
                            shape -> Group.empty(group.rule(), group.rateFactor(), group.decay()));
            same.add(parameter, group.gradients().get(p), group.state().get(p));
        }
        return alike;
    }
}
