package dev.imago.api.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import java.util.ArrayList;
import java.util.List;

/** How gradients become steps. One instance a training stage. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Optimizer {
    /** The learning rate before the schedule's factor. */
    double learningRate();

    /**
     * Which of its rules steps a parameter. Most optimizers have one, which needs no name.
     *
     * @param name the parameter's full name
     * @param shape as it is held: {@code [out, in]} for a matrix
     */
    default String rule(String name, Shape shape) {
        return "";
    }

    /**
     * Names of the state arrays that a parameter of a rule has, e.g. {@code [exp_avg, exp_avg_sq]}.
     */
    List<String> stateNames(String rule);

    /**
     * Fresh state of one parameter, in the order of {@link #stateNames}, owned by the owner.
     *
     * @param rule what {@link #rule} says of the parameter
     */
    NDList newState(NDManager owner, String rule, NDArray parameter);

    /**
     * Changes parameters in place.
     *
     * @param step 1-based
     * @param rate the learning rate of this step
     * @param groups parameters that share a rule, a factor and whether they decay
     */
    void step(long step, double rate, List<Group> groups);

    /** Whether a parameter is decayed; the usual rule spares biases and norms. */
    default boolean decays(String name) {
        return !(name.endsWith("bias") || name.contains("norm"));
    }

    /**
     * Parameters stepped alike.
     *
     * @param rule what {@link Optimizer#rule} says of each
     * @param rateFactor times the learning rate
     * @param decay whether weight decay applies
     * @param parameters the arrays, changed in place
     * @param gradients one for each parameter
     * @param state one list for each parameter
     */
    record Group(
            String rule,
            double rateFactor,
            boolean decay,
            NDList parameters,
            NDList gradients,
            List<NDList> state) {
        /** One that has no parameters yet. */
        public static Group empty(String rule, double rateFactor, boolean decay) {
            return new Group(
                    rule, rateFactor, decay, new NDList(), new NDList(), new ArrayList<>());
        }

        /** Takes a parameter, its gradient and its state, which stay their owners'. */
        public void add(NDArray parameter, NDArray gradient, NDList itsState) {
            parameters.add(parameter);
            gradients.add(gradient);
            state.add(itsState);
        }
    }
}
