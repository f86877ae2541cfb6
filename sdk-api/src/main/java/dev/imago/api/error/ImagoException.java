package dev.imago.api.error;

import dev.imago.api.Api;
import java.util.List;
import java.util.stream.Collectors;

/** Carries every problem found at once. The command line prints them without a stack trace. */
@Api(status = Api.Status.STABLE, since = "0.1")
public class ImagoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** One problem without a place. */
    public ImagoException(ErrorCode code, String message) {
        this(List.of(Problem.of(code, "", message)), null);
    }

    /** One problem at a place. */
    public ImagoException(ErrorCode code, String place, String message) {
        this(List.of(Problem.of(code, place, message)), null);
    }

    /** One problem with its cause. */
    public ImagoException(ErrorCode code, String place, String message, Throwable cause) {
        this(List.of(Problem.of(code, place, message)), cause);
    }

    /** Several problems; the list must not be empty. */
    public ImagoException(List<Problem> problems) {
        this(problems, null);
    }

    private ImagoException(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order they were found; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The exit code of the first problem's kind. */
    public int exitCode() {
        return problems.get(0).code().kind().exitCode();
    }
}
