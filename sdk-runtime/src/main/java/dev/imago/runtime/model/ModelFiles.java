package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.recipe.ModelSection;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names of the files in a model folder. */
public final class ModelFiles {
    /** The resolved model section of the recipe. */
    public static final String SECTION = "imago.yaml";

    /** The tasks that the model was trained for. */
    public static final String TASKS = "tasks.yaml";

    /** The tokenizer, as Hugging Face stores it. */
    public static final String TOKENIZER = "tokenizer.json";

    private ModelFiles() {}

    /** The tokenizer a recipe names, or that of the folder its weights come from. */
    static Path tokenizer(ModelSection section) {
        if (section.tokenizer() != null) {
            return section.tokenizer();
        }
        if (section.weights() != null && Files.exists(section.weights().resolve(TOKENIZER))) {
            return section.weights();
        }
        throw new ImagoException(
                ErrorCode.MISSING_KEY,
                "model.tokenizer",
                "is missing, and model.weights brings none; expected a tokenizer.json or its"
                        + " folder");
    }
}
