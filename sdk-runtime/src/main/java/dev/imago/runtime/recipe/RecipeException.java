package dev.imago.runtime.recipe;

import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import java.nio.file.Path;
import java.util.List;

/** All problems of one recipe. Its message is the report that the command line prints. */
public final class RecipeException extends ImagoException {
    private static final long serialVersionUID = 1L;

    private final String file;

    RecipeException(Path file, List<Problem> problems) {
        super(problems);
        this.file = file.toString();
    }

    /** The recipe, as named by the user. */
    public String file() {
        return file;
    }

    /** {@code FILE: N problems}, then one paragraph for each. */
    @Override
    public String getMessage() {
        int count = problems().size();
        StringBuilder report = new StringBuilder(file);
        report.append(": ").append(count).append(count == 1 ? " problem" : " problems");
        problems().forEach(problem -> report.append("\n  ").append(problem));
        return report.toString();
    }
}
