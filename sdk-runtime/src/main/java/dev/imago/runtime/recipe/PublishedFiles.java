package dev.imago.runtime.recipe;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.PublishedConfig;
import dev.imago.runtime.gguf.GgufConfig;
import dev.imago.runtime.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The JSON files of a folder in the layout of Hugging Face, or what a GGUF file has for them. */
public final class PublishedFiles {
    /** Sizes of the model. */
    public static final String CONFIG = "config.json";

    /** How pictures become pixels. */
    public static final String PREPROCESSOR = "preprocessor_config.json";

    /** Which tokens end an answer, among others. */
    public static final String GENERATION = "generation_config.json";

    /** An adapter's settings, in the layout of PEFT. */
    public static final String ADAPTER = "adapter_config.json";

    private PublishedFiles() {}

    /**
     * What a folder, or a GGUF file, says about its model.
     *
     * @param folder or one of its files
     * @throws ImagoException FILE_NOT_FOUND without a {@code config.json}, CORRUPT_FILE
     */
    public static PublishedConfig read(Path folder) {
        if (GgufFile.isOne(folder)) {
            try (GgufFile file = GgufFile.open(folder)) {
                return new PublishedConfig(new GgufConfig(file).keys(), Map.of());
            }
        }
        Path inside = Files.isDirectory(folder) ? folder : folder.toAbsolutePath().getParent();
        Path config = inside.resolve(CONFIG);
        if (!Files.exists(config)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    inside.toString(),
                    "has no " + CONFIG + ", expected a folder in the layout of Hugging Face");
        }
        return new PublishedConfig(object(config), optional(inside.resolve(PREPROCESSOR)));
    }

    /** The file that says what {@link #read} returns. */
    static Path source(Path folder) {
        if (GgufFile.isOne(folder)) {
            return folder;
        }
        Path inside = Files.isDirectory(folder) ? folder : folder.resolveSibling(".");
        return inside.resolve(CONFIG).normalize();
    }

    /** An object of a file that may be missing; empty then. */
    public static Map<String, Object> optional(Path file) {
        return Files.exists(file) ? object(file) : Map.of();
    }

    private static Map<String, Object> object(Path file) {
        try {
            return new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, file.toString(), "is no JSON object", e);
        }
    }
}
