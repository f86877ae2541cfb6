package dev.imago.runtime.text;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.gguf.GgufFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a tokenizer in the layout of Hugging Face, as they lie in a folder, or as a GGUF
 * file would have them.
 */
public final class TokenizerFiles {
    private static final String TOKENIZER = "tokenizer.json";
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String JINJA = "chat_template.jinja";
    private static final List<String> BESIDE = List.of(SETTINGS, JINJA, "special_tokens_map.json");

    private final Path file;
    private final Optional<GgufTokenizer> inside;

    private TokenizerFiles(Path file, Optional<GgufTokenizer> inside) {
        this.file = file;
        this.inside = inside;
    }

    /**
     * Finds them.
     *
     * @param path a {@code tokenizer.json}, its folder, or a GGUF file
     * @throws ImagoException FILE_NOT_FOUND; CORRUPT_FILE or INCOMPATIBLE_PARTS of a GGUF file
     */
    public static TokenizerFiles at(Path path) {
        if (GgufFile.isOne(path)) {
            try (GgufFile gguf = GgufFile.open(path)) {
                return new TokenizerFiles(path, Optional.of(new GgufTokenizer(gguf.metadata())));
            }
        }
        Path file = Files.isDirectory(path) ? path.resolve(TOKENIZER) : path;
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    file.toString(),
                    "does not exist, expected a tokenizer.json in the Hugging Face layout");
        }
        return new TokenizerFiles(file, Optional.empty());
    }

    /** Whether a path has a tokenizer. */
    public static boolean areAt(Path path) {
        return Files.isRegularFile(path.resolve(TOKENIZER)) || GgufFile.isOne(path);
    }

    /** The file that they come from, for messages. */
    Path file() {
        return file;
    }

    /** The {@code tokenizer.json}. */
    byte[] tokenizer() {
        return inside.map(gguf -> gguf.tokenizer().toString().getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> read(file));
    }

    /** The {@code tokenizer_config.json}; empty where there is none. */
    Optional<byte[]> settings() {
        if (inside.isPresent()) {
            String text = inside.get().settings().toString();
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(file.resolveSibling(SETTINGS))
                .filter(Files::isRegularFile)
                .map(TokenizerFiles::read);
    }

    /** Whether the chat template is a file of its own. */
    boolean hasJinja() {
        return inside.isEmpty() && Files.exists(file.resolveSibling(JINJA));
    }

    /**
     * Writes those files into a folder that it does not have yet.
     *
     * @throws IOException when they can't be written
     */
    public void copyTo(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(TOKENIZER))) {
            Files.write(folder.resolve(TOKENIZER), tokenizer());
        }
        if (inside.isPresent()) {
            if (!Files.exists(folder.resolve(SETTINGS))) {
                Files.write(folder.resolve(SETTINGS), settings().orElseThrow());
            }
            return;
        }
        for (String name : BESIDE) {
            if (Files.exists(file.resolveSibling(name)) && !Files.exists(folder.resolve(name))) {
                Files.copy(file.resolveSibling(name), folder.resolve(name));
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, file.toString(), "can't be read: " + e, e);
        }
    }
}
