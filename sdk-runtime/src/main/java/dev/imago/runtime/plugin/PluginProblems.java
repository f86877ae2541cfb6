package dev.imago.runtime.plugin;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with plugins, so that all of it is told at once. */
final class PluginProblems {
    private final List<Problem> problems = new ArrayList<>();

    void add(ErrorCode code, String place, String message, String hint) {
        problems.add(new Problem(code, place, message, hint));
    }

    /** A plugin's own code threw; an ImagoException keeps its words. */
    void threw(String place, String where, Throwable thrown) {
        if (thrown instanceof ImagoException known) {
            problems.addAll(known.problems());
            return;
        }
        String hint =
                thrown instanceof LinkageError
                        ? "Was it built against another version, or is a class missing in its jar?"
                        : "";
        add(ErrorCode.PLUGIN_FAILED, place, where + " threw " + told(thrown) + ".", hint);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    ImagoException exception() {
        return new ImagoException(problems);
    }

    /** The exception's name and message, with what caused it where that says more. */
    static String told(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage();
        return root.getClass().getSimpleName() + message;
    }
}
