package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.Api;
import java.util.ArrayList;
import java.util.List;

/**
 * Work over lists of arrays, in place and without autograd, from {@link Ops#lists}. Lists that go
 * together have the same shapes in the same order.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class ListOps {
    /** Gradients of about so many values are widened to float32 at once. */
    private static final long CHUNK = 8_000_000;

    private final TorchProgram program;

    ListOps(TorchProgram program) {
        this.program = program;
    }

    /** Sets all to zero. */
    public void zero(NDList arrays) {
        if (!arrays.isEmpty()) {
            program.update("zero", arrays);
        }
    }

    /** {@code arrays += factor * addends}. */
    public void add(NDList arrays, NDList addends, double factor) {
        if (!arrays.isEmpty()) {
            program.update("add", arrays, addends, factor);
        }
    }

    /** {@code arrays *= factor}. */
    public void scale(NDList arrays, double factor) {
        if (!arrays.isEmpty()) {
            program.update("scale", arrays, factor);
        }
    }

    /** {@code arrays = values}, converting dtypes. */
    public void copy(NDList arrays, NDList values) {
        if (!arrays.isEmpty()) {
            program.update("copy", arrays, values);
        }
    }

    /** Euclidean norm over every element of every array, computed in float32. */
    public double norm(NDList arrays) {
        if (arrays.isEmpty()) {
            return 0;
        }
        try (NDArray norm = program.run(arrays.get(0).getManager(), "norm", arrays).get(0)) {
            return norm.toFloatArray()[0];
        }
    }

    /**
     * Scales gradients so that their global norm is at most {@code limit}.
     *
     * @return the norm before
     */
    public double clip(NDList gradients, double limit) {
        if (gradients.isEmpty()) {
            return 0;
        }
        NDList norm = program.run(gradients.get(0).getManager(), "clip", gradients, limit);
        try (NDArray value = norm.get(0)) {
            return value.toFloatArray()[0];
        }
    }

    /**
     * Settings of AdamW with decoupled decay and bias correction.
     *
     * @param learningRate of this step
     * @param beta1 decay of the mean
     * @param beta2 decay of the squares
     * @param epsilon added to the denominator
     * @param weightDecay times the learning rate
     */
    public record AdamW(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {}

    /**
     * One AdamW step.
     *
     * @param step 1-based
     * @param parameters changed
     * @param gradients in the parameters' dtype
     * @param means first moments, changed; in the masters' dtype, or the parameters' without
     * @param squares second moments, alike
     * @param masters float32 copies of low-precision parameters, changed; null to step the
     *     parameters themselves
     */
    public void adamW(
            AdamW settings,
            long step,
            NDList parameters,
            NDList gradients,
            NDList means,
            NDList squares,
            NDList masters) {
        int from = 0;
        long held = 0;
        for (int i = 0; i < parameters.size(); i++) {
            held += gradients.get(i).size();
            if (held >= CHUNK || i + 1 == parameters.size()) {
                Steps steps = new Steps(parameters, gradients, means, squares, masters);
                stepChunk(settings, step, steps.slice(from, i + 1));
                from = i + 1;
                held = 0;
            }
        }
    }

    private void stepChunk(AdamW settings, long step, Steps lists) {
        double lr = settings.learningRate();
        double beta1 = settings.beta1();
        double beta2 = settings.beta2();
        double decay = settings.weightDecay();
        double eps = settings.epsilon();
        double count = step;
        if (lists.masters == null) {
            program.update(
                    "adamw",
                    lists.parameters,
                    lists.gradients,
                    lists.means,
                    lists.squares,
                    count,
                    lr,
                    beta1,
                    beta2,
                    decay,
                    eps);
        } else {
            program.update(
                    "adamw_masters",
                    lists.parameters,
                    lists.gradients,
                    lists.means,
                    lists.squares,
                    lists.masters,
                    count,
                    lr,
                    beta1,
                    beta2,
                    decay,
                    eps);
        }
    }

    /**
     * Settings of Muon (Jordan et al., 2024): momentum, orthogonalised.
     *
     * @param learningRate of this step
     * @param momentum decay of the mean of gradients
     * @param nesterov whether the step looks ahead along the newest gradient
     * @param weightDecay times the learning rate
     * @param rounds of the Newton-Schulz iteration
     * @param size what an orthogonal step is multiplied by, beside the learning rate
     */
    public record Muon(
            double learningRate,
            double momentum,
            boolean nesterov,
            double weightDecay,
            int rounds,
            double size) {}

    /**
     * One Muon step of matrices {@code [R, C]} that all have the same shape.
     *
     * @param parameters changed
     * @param gradients in the parameters' dtype
     * @param momenta means of the gradients, changed; in the masters' dtype, or the parameters'
     *     without
     * @param masters float32 copies of low-precision parameters, changed; null to step the
     *     parameters themselves
     */
    public void muon(
            Muon settings, NDList parameters, NDList gradients, NDList momenta, NDList masters) {
        List<Object> arguments = new ArrayList<>(List.of(parameters, gradients, momenta));
        if (masters != null) {
            arguments.add(masters);
        }
        arguments.add(settings.learningRate());
        arguments.add(settings.momentum());
        arguments.add(settings.nesterov());
        arguments.add(settings.weightDecay());
        arguments.add(settings.rounds());
        arguments.add(settings.size());
        program.update(masters == null ? "muon" : "muon_masters", arguments.toArray());
    }

    /** The lists of a step, cut to a range so that few gradients are held in float32 at once. */
    private record Steps(
            NDList parameters, NDList gradients, NDList means, NDList squares, NDList masters) {
        Steps slice(int from, int to) {
            return new Steps(
                    cut(parameters, from, to),
                    cut(gradients, from, to),
                    cut(means, from, to),
                    cut(squares, from, to),
                    masters == null ? null : cut(masters, from, to));
        }

        private static NDList cut(NDList list, int from, int to) {
            return new NDList(list.subList(from, to));
        }
    }

    void close() {
        program.close();
    }
}
