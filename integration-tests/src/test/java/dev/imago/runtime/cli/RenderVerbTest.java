package dev.imago.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Picture;
import dev.imago.api.nn.Ops;
import dev.imago.it.invariants.TinyModel;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.TensorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code imago render} over a model folder with a diffusion decoder. */
class RenderVerbTest {
    private static final String DECODER =
            "model.decoder={type: diffusion, steps: 3, guidance: 2,"
                    + " projector: {hidden_dim: 8, context_tokens: 6},"
                    + " unet: {sample_size: 4, block_out_channels: [8, 16], layers_per_block: [1],"
                    + " norm_num_groups: 4, attention_head_dim: [2], cross_attention_dim: [12]},"
                    + " vae: {block_out_channels: [8, 16], layers_per_block: 1,"
                    + " norm_num_groups: 4}}";

    @TempDir private static Path shared;
    private static Path model;
    private static NDManager manager;

    @TempDir private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void save() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        model = shared.resolve("model");
        try (TinyModel tiny = new TinyModel(DECODER)) {
            new ModelFolder(model).save(tiny.session(), "# Tiny\n");
        }
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private int run(String... words) {
        PrintStream errors = new PrintStream(err, true, UTF_8);
        Console console =
                new Console(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        errors,
                        Console.Terminals.NONE,
                        Map.of(),
                        new StopRequest(errors));
        return new CommandLineRun(console, Verbs::create).run(List.of(words));
    }

    private Path tokens(String name, long... shape) {
        Path file = folder.resolve(name + ".safetensors");
        NDArray values = manager.randomNormal(new Shape(shape));
        return write(file, values);
    }

    private Path write(Path file, NDArray values) {
        try (Ops ops = new Ops(manager)) {
            new SafetensorsWriter(ops)
                    .write(
                            file,
                            List.of(new SafetensorsWriter.Tensor("x", TensorType.F32, values)));
        }
        return file;
    }

    @Test
    void the_model_folder_keeps_the_decoder_as_diffusers_has_it() throws IOException {
        Path decoder = model.resolve("decoder");
        for (String file :
                List.of(
                        "model_index.json",
                        "unet/config.json",
                        "unet/diffusion_pytorch_model.safetensors",
                        "vae/config.json",
                        "vae/diffusion_pytorch_model.safetensors",
                        "scheduler/scheduler_config.json",
                        "model_config.json",
                        "projector.safetensors")) {
            assertThat(decoder.resolve(file)).exists();
        }
        assertThat(Files.readString(decoder.resolve("unet/config.json")))
                .contains("UNet2DConditionModel", "\"attention_head_dim\" : 2");
        assertThat(Files.readString(model.resolve("imago.yaml"))).contains("type: diffusion");
    }

    @Test
    void tokens_are_rendered_once_with_each_scale() throws IOException {
        Path input = tokens("two", 2, 4, 32);
        Path drawn = folder.resolve("drawn");
        int code =
                run(
                        "render",
                        input.toString(),
                        "--model",
                        model.toString(),
                        "--guidance",
                        "1,7.5",
                        "--out",
                        drawn.toString(),
                        "--json");
        assertThat(code).as(err.toString(UTF_8)).isZero();
        var images = new ObjectMapper().readTree(out.toString(UTF_8)).path("images");
        assertThat(images).hasSize(4);
        for (String name : List.of("two-0-g1.0", "two-0-g7.5", "two-1-g1.0", "two-1-g7.5")) {
            Picture picture = new ImageFiles().read(drawn.resolve(name + ".png"));
            assertThat(picture.width()).isEqualTo(8);
        }
    }

    @Test
    void the_same_seed_draws_the_same_and_another_does_not() throws IOException {
        Path input = tokens("one", 4, 32);
        byte[] first = drawn(input, "--seed", "3");
        assertThat(drawn(input, "--seed", "3")).isEqualTo(first);
        assertThat(drawn(input, "--seed", "4")).isNotEqualTo(first);
        assertThat(drawn(input, "--seed", "3", "--sampler", "dpm2m-karras")).isNotEqualTo(first);
    }

    private byte[] drawn(Path input, String... more) throws IOException {
        List<String> words =
                new java.util.ArrayList<>(
                        List.of(
                                "render",
                                input.toString(),
                                "--model",
                                model.toString(),
                                "--out",
                                folder.resolve("drawn").toString()));
        words.addAll(List.of(more));
        assertThat(run(words.toArray(String[]::new))).as(err.toString(UTF_8)).isZero();
        return Files.readAllBytes(folder.resolve("drawn").resolve("one-0.png"));
    }

    @Test
    void a_picture_is_encoded_and_rendered_back_and_may_be_started_from() {
        Path photo = folder.resolve("photo.png");
        byte[] rgb = new byte[8 * 8 * 3];
        new java.util.Random(1).nextBytes(rgb);
        PictureWriter.write(new Picture(8, 8, rgb), photo);
        int code =
                run(
                        "render",
                        photo.toString(),
                        "--model",
                        model.toString(),
                        "--start",
                        photo.toString(),
                        "--strength",
                        "0.4",
                        "--out",
                        folder.toString());
        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(folder.resolve("photo-0.png")).exists();
    }

    @Test
    void parts_without_a_model_render_tokens() throws IOException {
        Path parts = folder.resolve("parts.yaml");
        Files.writeString(
                parts,
                "decoder: {type: diffusion, steps: 2, weights: "
                        + model.resolve("decoder")
                        + "}\n");
        Path input = tokens("one", 4, 32);
        int code =
                run(
                        "render",
                        input.toString(),
                        "--parts",
                        parts.toString(),
                        "--out",
                        folder.toString());
        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(folder.resolve("one-0.png")).exists();
        assertThat(refused(tokens("wide", 4, 31), "--parts", parts.toString()))
                .contains("width 32", "width 31");
        assertThat(refused(tokens("few", 3, 32), "--parts", parts.toString()))
                .contains("trained on 4 visual tokens a picture, but is given 3");
    }

    /** What is told when it ends with anything but 0. */
    private String refused(Path input, String... more) {
        List<String> words =
                new java.util.ArrayList<>(
                        List.of(
                                "render",
                                input.toString(),
                                "--out",
                                folder.resolve("refused").toString()));
        words.addAll(List.of(more));
        if (!words.contains("--parts")) {
            words.addAll(List.of("--model", model.toString()));
        }
        err.reset();
        assertThat(run(words.toArray(String[]::new))).isNotZero();
        String told = err.toString(UTF_8);
        assertThat(told).doesNotContain("\tat ");
        return told;
    }

    @Test
    void mistakes_are_told_without_a_stack_trace() throws IOException {
        assertThat(refused(tokens("count", 1, 5, 32)))
                .contains("5 visual tokens of width 32, expected 4 of width 32");
        assertThat(refused(tokens("width", 1, 4, 30)))
                .contains("4 visual tokens of width 30, expected 4 of width 32");
        assertThat(refused(tokens("flat", 32))).contains("expected [N, K, D] or [K, D]");
        assertThat(refused(tokens("none", 0, 4, 32))).contains("tokens of at least one picture");
        Path input = tokens("one", 4, 32);
        assertThat(refused(input, "--sampler", "dimm")).contains("dimm", "ddim");
        assertThat(refused(input, "--guidance", "0.5")).contains("--guidance", "at least 1");
        assertThat(refused(input, "--steps", "0")).contains("--steps", "at least 1");
        assertThat(refused(input, "--size", "9x8")).contains("multiples of 2");
        assertThat(refused(input, "--size", "large")).contains("512x512");
        Path bad = folder.resolve("nan.safetensors");
        NDArray values = manager.full(new Shape(1, 4, 32), Float.NaN);
        write(bad, values);
        assertThat(refused(bad)).contains("NaN in token 0 of picture 0");
        Path file = Files.writeString(folder.resolve("file"), "x");
        err.reset();
        assertThat(
                        run(
                                "render",
                                input.toString(),
                                "--model",
                                model.toString(),
                                "--out",
                                file.toString()))
                .isEqualTo(4);
        assertThat(err.toString(UTF_8)).contains("can't be written to");
    }

    @Test
    void a_folder_that_lacks_a_shard_or_is_of_another_architecture_is_refused() throws IOException {
        Path broken = folder.resolve("broken");
        copy(model.resolve("decoder"), broken);
        Path parts = folder.resolve("parts.yaml");
        Files.writeString(parts, "decoder: {type: diffusion, weights: " + broken + "}\n");
        Path input = tokens("one", 4, 32);
        Path weights = broken.resolve("unet/diffusion_pytorch_model.safetensors");
        Files.writeString(
                broken.resolve("unet/diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\": {\"conv_in.weight\": \"gone-1.safetensors\"}}");
        assertThat(refused(input, "--parts", parts.toString()))
                .contains("missing shard gone-1.safetensors");
        Files.delete(broken.resolve("unet/diffusion_pytorch_model.safetensors.index.json"));
        Files.copy(
                broken.resolve("vae/diffusion_pytorch_model.safetensors"),
                weights,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(refused(input, "--parts", parts.toString()))
                .contains("decoder.unet.conv_in.weight", "is missing from the checkpoint");
        Files.writeString(
                broken.resolve("unet/config.json"), "{\"_class_name\": \"FluxTransformer\"}");
        assertThat(refused(input, "--parts", parts.toString()))
                .contains("FluxTransformer", "UNet2DConditionModel");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
