package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.util.List;

/** Looks for parameters that nothing has filled. */
public final class FilledCheck {
    private FilledCheck() {}

    /**
     * Refuses a store that is not filled whole.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH with every parameter that has no numbers
     */
    public static void require(ParameterStore store) {
        List<Problem> problems =
                store.declared().values().stream()
                        .filter(parameter -> !parameter.filled())
                        .map(
                                parameter ->
                                        Problem.of(
                                                ErrorCode.CHECKPOINT_MISMATCH,
                                                parameter.name(),
                                                "is in none of the files that the model is made"
                                                        + " of."))
                        .toList();
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }
}
