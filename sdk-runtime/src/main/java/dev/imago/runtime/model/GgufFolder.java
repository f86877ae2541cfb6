package dev.imago.runtime.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.text.GgufTokenizer;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.gguf.GgufConfig;
import dev.imago.runtime.weights.gguf.GgufFile;
import dev.imago.runtime.weights.gguf.GgufTensor;
import dev.imago.runtime.weights.gguf.GgufType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A GGUF file as a folder in the layout of Hugging Face: what it says about its model and tokenizer
 * is written out, its tensors stay in it.
 */
public final class GgufFolder {
    private GgufFolder() {}

    /**
     * Makes the folder for as long as this process runs.
     *
     * @throws ImagoException naming what is wrong with the file
     */
    public static Path temporary(Path file) {
        try {
            Path folder = Files.createTempDirectory("imago-gguf-");
            folder.toFile().deleteOnExit();
            write(file, folder);
            return folder;
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be laid out as a folder: " + e, e);
        }
    }

    private static void write(Path file, Path folder) throws IOException {
        try (GgufFile gguf = GgufFile.open(file)) {
            Map<String, Object> config = new LinkedHashMap<>(new GgufConfig(gguf).keys());
            config.put("torch_dtype", precision(gguf).torchName());
            GgufTokenizer tokenizer = new GgufTokenizer(gguf.metadata());
            json(folder.resolve(PublishedFiles.CONFIG), config);
            json(folder.resolve(ModelFiles.TOKENIZER), tokenizer.tokenizer());
            json(folder.resolve("tokenizer_config.json"), tokenizer.settings());
            Map<String, Object> generation = new LinkedHashMap<>();
            tokenizer.end().ifPresent(id -> generation.put("eos_token_id", id));
            json(folder.resolve(PublishedFiles.GENERATION), generation);
        }
        Path link = folder.resolve(Checkpoint.GGUF);
        Files.createSymbolicLink(link, file.toAbsolutePath());
        link.toFile().deleteOnExit();
    }

    /** What was rounded to few bits loses nothing in bfloat16 that it still had. */
    private static Precision precision(GgufFile gguf) {
        GgufTensor embedding = gguf.tensors().get("token_embd.weight");
        return embedding.type() == GgufType.F32 ? Precision.FP32 : Precision.BF16;
    }

    private static void json(Path file, Object value) throws IOException {
        new JsonMapper().writeValue(file.toFile(), value);
        file.toFile().deleteOnExit();
    }
}
