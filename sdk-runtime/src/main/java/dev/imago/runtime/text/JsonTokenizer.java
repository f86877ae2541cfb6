package dev.imago.runtime.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A {@code tokenizer.json} as the Hugging Face libraries write it. Adds no token of its own and
 * never cuts. Thread-safe; holds native memory until it is closed.
 */
public final class JsonTokenizer implements Tokenizer, AutoCloseable {
    /** Without these DJL cuts every text at 512 tokens. */
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;

    private JsonTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * Opens a tokenizer.
     *
     * @param path a {@code tokenizer.json}, or a model folder that has one
     * @throws ImagoException with FILE_NOT_FOUND or CORRUPT_FILE
     */
    public static JsonTokenizer open(Path path) {
        Path file = fileOf(path);
        byte[] json = read(file);
        Vocabulary vocabulary = Vocabulary.parse(json, file);
        try {
            return new JsonTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS),
                    vocabulary);
        } catch (IOException | RuntimeException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is not a tokenizer that can be read (" + e.getMessage() + ")",
                    e);
        }
    }

    /** The {@code tokenizer.json} at or in a path. */
    static Path fileOf(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    file.toString(),
                    "does not exist, expected a tokenizer.json in the Hugging Face layout");
        }
        return file;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }

    @Override
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int[] ids, boolean keepSpecial) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), !keepSpecial);
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
