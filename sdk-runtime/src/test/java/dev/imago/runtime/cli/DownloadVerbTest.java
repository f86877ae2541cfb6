package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.nn.Precision;
import dev.imago.runtime.hub.FakeHub;
import dev.imago.runtime.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code imago download}, and MODEL as an address, against a hub on this machine. */
class DownloadVerbTest {
    private static final Path GGUF = Path.of("src/test/resources/gguf/llama.gguf");

    @TempDir Path home;

    private final TestConsole console = new TestConsole();
    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        hub.small.put("config.json", new byte[] {'{', '}'});
        hub.large.put("model.safetensors", new byte[3 << 20]);
        hub.large.put("pytorch_model.bin", new byte[4]);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private int run(String... words) {
        return console.within(hub.environment(home)).run(words);
    }

    private Path snapshot() {
        return home.resolve("hub/models--org--tiny/snapshots").resolve(FakeHub.COMMIT);
    }

    @Test
    void it_prints_the_folder_and_tells_of_each_file_meanwhile() {
        assertThat(run("download", "hf://org/tiny")).isZero();
        assertThat(console.out()).isEqualTo(snapshot() + System.lineSeparator());
        assertThat(console.err())
                .contains("config.json (MiB): 0/1 (0%)", "config.json (MiB): 1/1 (100%)")
                .contains(
                        "model.safetensors (MiB): 0/3 (0%)", "model.safetensors (MiB): 3/3 (100%)")
                .doesNotContain("pytorch_model.bin");
        assertThat(snapshot().resolve("pytorch_model.bin")).doesNotExist();
    }

    @Test
    void what_is_there_is_only_looked_up() {
        run("download", "hf://org/tiny");
        hub.requests.clear();
        TestConsole again = new TestConsole().within(hub.environment(home));
        assertThat(again.run("download", "hf://org/tiny", "--json")).isZero();
        assertThat(again.out()).contains("\"path\"", FakeHub.COMMIT);
        assertThat(again.err()).isEmpty();
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void all_are_all_and_one_is_one() {
        assertThat(run("download", "hf://org/tiny/config.json")).isZero();
        assertThat(console.out().strip()).isEqualTo(snapshot().resolve("config.json").toString());
        assertThat(snapshot().resolve("model.safetensors")).doesNotExist();
        assertThat(run("download", "hf://org/tiny", "--all")).isZero();
        assertThat(snapshot().resolve("pytorch_model.bin")).hasSize(4);
    }

    @Test
    void a_wrong_name_is_one_line() {
        assertThat(run("download", "hf://org/tiny/confg.json")).isNotZero();
        assertThat(console.out()).isEmpty();
        assertThat(console.err())
                .contains(
                        "hf://org/tiny/confg.json: has no such file", "Did you mean 'config.json'?")
                .doesNotContain("\tat ");
    }

    @Test
    void a_gguf_file_of_the_hub_is_a_model() throws IOException {
        hub.large.clear();
        hub.large.put("llama.gguf", Files.readAllBytes(GGUF));
        Path model =
                ModelArgument.folder(
                        "hf://org/tiny/llama.gguf",
                        List.of(),
                        console.console(Console.Terminals.NONE, hub.environment(home)));
        assertThat(model).isEqualTo(snapshot().resolve("llama.gguf")).isSymbolicLink();
        assertThat(new ModelFolder(model).runtime(null).precision()).isEqualTo(Precision.BF16);
    }
}
