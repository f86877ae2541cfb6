package dev.imago.it.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.it.invariants.TinyModel;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.Imago;
import dev.imago.runtime.model.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that don't fit or are damaged are named, with what is wrong. */
class BadFilesTest {
    private static final Path TOKENIZER = Path.of("../recipes/wardrobe/tokenizer.json");

    @TempDir Path folder;
    private Path model;
    private Path weights;

    @BeforeEach
    void save() {
        model = folder.resolve("model");
        weights = model.resolve("model.safetensors");
        try (TinyModel tiny = new TinyModel()) {
            new ModelFolder(model).save(tiny.session(), "# Tiny\n");
        }
    }

    @Test
    void every_shape_that_does_not_fit_is_told_by_its_key() {
        ImagoException refused =
                run("model.weights=" + model, "model.backbone.intermediate_size=64").refused();

        assertThat(refused.problems())
                .hasSize(2 * 3)
                .extracting(Problem::code)
                .containsOnly(ErrorCode.CHECKPOINT_MISMATCH);
        assertThat(refused.getMessage())
                .contains("model.layers.0.mlp.gate_proj.weight", "model.layers.1.mlp.down_proj")
                .contains("(48, 32)", "(64, 32)");
        assertThat(refused.exitCode()).isEqualTo(3);
    }

    @Test
    void a_key_by_another_name_is_told_with_the_nearest() throws IOException {
        rename("lm_head.weight", "lm_haed.weight");

        ImagoException refused = open();

        assertThat(refused.problems()).hasSize(2);
        assertThat(refused.getMessage())
                .contains("lm_head.weight: is missing", "Did you mean 'lm_haed.weight'");
    }

    @Test
    void truncated_weights_are_told() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length - 100));

        assertOnly(open(), ErrorCode.CORRUPT_FILE, "model.safetensors");
    }

    @Test
    void damaged_weights_are_told() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Arrays.fill(whole, 8, 40, (byte) '?');
        Files.write(weights, whole);

        assertOnly(open(), ErrorCode.CORRUPT_FILE, "model.safetensors");
    }

    @Test
    void missing_weights_are_told() throws IOException {
        Files.delete(weights);

        assertOnly(open(), ErrorCode.FILE_NOT_FOUND, "model.safetensors");
    }

    @Test
    void weights_that_can_t_be_read_are_told() throws IOException {
        // Tests may run as root, whom no permission stops; a folder can't be read as a file.
        Files.delete(weights);
        Files.createDirectory(weights);

        assertOnly(open(), ErrorCode.FILE_UNREADABLE, "model");
    }

    @Test
    void a_folder_that_is_no_model_is_told() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        ImagoException refused =
                catchThrowableOfType(ImagoException.class, () -> Imago.open(empty));

        assertOnly(refused, ErrorCode.FILE_NOT_FOUND, "is no model folder");
    }

    @Test
    void a_damaged_tokenizer_is_told() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), "{\"version\": ");

        assertOnly(open(), ErrorCode.CORRUPT_FILE, "tokenizer.json");
    }

    @Test
    void a_tokenizer_without_the_image_marks_is_told() throws IOException {
        Path other = folder.resolve("tokenizer.json");
        Files.writeString(
                other, Files.readString(TOKENIZER).replace("<image_start>", "<picture_start>"));

        ImagoException refused = run("model.tokenizer=" + other).refused();

        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.MISSING_SPECIAL_TOKEN);
        assertThat(refused.getMessage()).contains("<image_start>");
        assertThat(refused.exitCode()).isEqualTo(2);
    }

    @Test
    void a_vocabulary_too_small_for_the_tokenizer_is_told() {
        assertOnly(
                run("model.backbone.vocab_size=10").refused(),
                ErrorCode.INCOMPATIBLE_PARTS,
                "model.backbone");
    }

    private TinyRun run(String... overrides) {
        return TinyRun.in(folder.resolve("run"), overrides);
    }

    private ImagoException open() {
        return catchThrowableOfType(ImagoException.class, () -> Imago.open(model).close());
    }

    private static void assertOnly(ImagoException refused, ErrorCode code, String text) {
        assertThat(refused.problems()).extracting(Problem::code).isEqualTo(List.of(code));
        assertThat(refused.getMessage()).contains(text);
    }

    private void rename(String key, String other) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(key, other);
        Files.write(weights, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
