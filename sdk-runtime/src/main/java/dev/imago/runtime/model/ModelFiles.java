package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.text.TokenizerFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Names of the files in a model folder. */
public final class ModelFiles {
    /** The resolved model section of the recipe. */
    public static final String SECTION = "imago.yaml";

    /** The tasks that the model was trained for. */
    public static final String TASKS = "tasks.yaml";

    /** The tokenizer, as Hugging Face stores it. */
    public static final String TOKENIZER = "tokenizer.json";

    private ModelFiles() {}

    /** The tokenizer a recipe names, or that of where its weights come from. */
    static Path tokenizer(ModelSection section) {
        if (section.tokenizer() != null) {
            return section.tokenizer();
        }
        Path whole = section.take() == null ? section.weights() : null;
        for (Path weights : Arrays.asList(whole, section.backbone().weights())) {
            if (weights != null && TokenizerFiles.areAt(weights)) {
                return weights;
            }
        }
        throw new ImagoException(
                ErrorCode.MISSING_KEY,
                "model.tokenizer",
                "is missing, and neither model.weights nor the backbone's weights bring one;"
                        + " expected a tokenizer.json, its folder or a GGUF file");
    }

    /**
     * The special tokens that a tokenizer gets if it lacks them: the marks around images, where a
     * published language model learns to see. A model that has learned must bring its own.
     */
    static List<String> marks(ModelSection section) {
        return section.hasVision() && section.backbone().weights() != null
                ? List.of(SpecialTokens.IMAGE_START, SpecialTokens.IMAGE_END)
                : List.of();
    }
}
