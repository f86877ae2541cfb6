package dev.imago.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.runtime.hub.FakeHub.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDownloadTest {
    private static final String WEIGHTS = "/model.safetensors";
    private static final HubAddress TINY = HubAddress.of("hf://org/tiny");

    @TempDir Path home;

    private final byte[] weights = new byte[300_000];
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private FakeHub hub;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        new Random(3).nextBytes(weights);
        hub.small.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
        hub.large.put("model.safetensors", weights);
        environment = new HashMap<>(hub.environment(home));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubDownload download() {
        return new HubDownload(environment, HubListener.NONE, waits::add, Duration.ofSeconds(2));
    }

    private Path blob() throws IOException {
        return home.resolve("hub/models--org--tiny/blobs").resolve(FakeHub.sha256(weights));
    }

    @Test
    void a_model_lies_in_the_cache_as_hugging_face_s_tools_lay_it_out() throws IOException {
        Path folder = download().get(TINY);
        Path model = home.resolve("hub/models--org--tiny");
        assertThat(folder).isEqualTo(model.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(model.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(folder.resolve("config.json")).hasContent("{}");
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", FakeHub.sha256(weights)));
        assertThat(blob()).hasBinaryContent(weights);
    }

    @Test
    void what_is_there_is_not_asked_for_again() {
        download().get(TINY);
        hub.requests.clear();
        download().get(TINY);
        assertThat(hub.requests).isEmpty();
        download().fetch(TINY, false);
        assertThat(hub.requests).containsExactly("hub GET /api/models/org/tiny/revision/main");
    }

    @Test
    void a_broken_connection_is_taken_up_where_it_broke() throws IOException {
        hub.troubles.add(Trouble.broken(WEIGHTS, 100_000));
        hub.troubles.add(Trouble.broken(WEIGHTS, 50_000));
        Path folder = download().get(TINY);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        // The client may lose what it had not handed on when the connection broke.
        assertThat(starts()).hasSize(2).isSorted().allMatch(start -> start > 0 && start <= 150_000);
    }

    /** From which bytes on the rest of the weights was asked for. */
    private List<Integer> starts() {
        return hub.requests.stream()
                .filter(request -> request.startsWith("store GET /model.safetensors bytes="))
                .map(request -> Integer.parseInt(request.replaceAll("\\D", "")))
                .toList();
    }

    @Test
    void a_connection_that_stalls_is_given_up_for_a_new_one() throws IOException {
        hub.troubles.add(Trouble.stalled(WEIGHTS, 100_000));
        assertThat(download().get(TINY).resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(starts()).isNotEmpty();
    }

    @Test
    void a_connection_that_brings_nothing_is_given_up_and_what_came_is_kept() throws IOException {
        hub.troubles.add(Trouble.broken(WEIGHTS, 100_000));
        for (int i = 0; i < 10; i++) { // the client tries some again by itself
            hub.troubles.add(Trouble.broken(WEIGHTS, 0));
        }
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("hf://org/tiny/model.safetensors")
                .hasMessageMatching("(?s).*broke off at \\d+ of 300000 bytes.*");
        assertThat(home.resolve("hub/models--org--tiny/refs/main")).doesNotExist();
        hub.troubles.clear();
        hub.requests.clear();
        assertThat(download().get(TINY).resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(starts()).singleElement().satisfies(start -> assertThat(start).isPositive());
    }

    @Test
    void a_half_finished_download_of_others_is_finished() throws IOException {
        Path part = blob().resolveSibling(blob().getFileName() + ".incomplete");
        Files.createDirectories(part.getParent());
        Files.write(part, Arrays.copyOf(weights, 123_456));
        Files.createDirectories(home.resolve("hub/models--org--tiny/refs"));
        Files.writeString(home.resolve("hub/models--org--tiny/refs/main"), FakeHub.COMMIT);
        Files.createDirectories(
                home.resolve("hub/models--org--tiny/snapshots").resolve(FakeHub.COMMIT));
        assertThat(download().get(TINY).resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests).contains("store GET /model.safetensors bytes=123456-");
        assertThat(part).doesNotExist();
    }

    @Test
    void what_lay_there_of_something_else_is_fetched_anew() throws IOException {
        Path part = blob().resolveSibling(blob().getFileName() + ".incomplete");
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[1000]);
        assertThat(download().get(TINY).resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void wrong_bytes_are_refused_by_their_hash() throws IOException {
        hub.wrong.put("model.safetensors", new byte[weights.length]);
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("hf://org/tiny/model.safetensors")
                .hasMessageContaining("came with the wrong bytes: their SHA-256 is")
                .hasMessageContaining(FakeHub.sha256(weights));
        assertThat(blob()).doesNotExist();
        assertThat(Files.list(blob().getParent())).hasSize(1); // config.json alone
        hub.wrong.clear();
        assertThat(download().get(TINY).resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void a_listener_hears_how_files_come() {
        List<String> heard = new ArrayList<>();
        HubListener listener =
                new HubListener() {
                    @Override
                    public void begins(String file, long bytes) {
                        heard.add("begins " + file + " " + bytes);
                    }

                    @Override
                    public void has(long bytes) {
                        heard.add("has " + bytes);
                    }

                    @Override
                    public void ends() {
                        heard.add("ends");
                    }

                    @Override
                    public void told(String text) {
                        heard.add("told " + text);
                    }
                };
        hub.troubles.add(Trouble.broken(WEIGHTS, 100_000));
        new HubDownload(environment, listener, waits::add, Duration.ofSeconds(2)).get(TINY);
        assertThat(heard).startsWith("begins config.json 2", "has 0", "has 2", "ends");
        List<String> large = heard.subList(4, heard.size());
        assertThat(large).startsWith("begins model.safetensors 300000", "has 0");
        assertThat(large).endsWith("has 300000", "ends").containsOnlyOnce("ends");
        assertThat(large)
                .filteredOn(text -> text.startsWith("told"))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("broke off", "trying again in"));
        assertThat(large.stream().filter(text -> text.startsWith("has ")))
                .extracting(text -> Long.parseLong(text.substring(4)))
                .isSorted();
    }

    @Test
    void a_repository_of_gguf_files_alone_is_asked_for_one() {
        hub.large.clear();
        hub.large.put("tiny.Q4_0.gguf", new byte[10]);
        hub.large.put("tiny.Q8_0.gguf", new byte[20]);
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("has only GGUF files; name one: hf://org/tiny/FILE")
                .hasMessageContaining("tiny.Q4_0.gguf, tiny.Q8_0.gguf");
        assertThat(download().get(HubAddress.of("hf://org/tiny/tiny.Q8_0.gguf"))).hasSize(20);
        assertThat(download().fetch(TINY, true).resolve("tiny.Q4_0.gguf")).hasSize(10);
    }

    @Test
    void one_gguf_file_of_many_is_no_model_by_the_repository_s_name() {
        hub.small.clear();
        hub.large.clear();
        hub.large.put("tiny.Q4_0.gguf", new byte[10]);
        download().get(HubAddress.of("hf://org/tiny/tiny.Q4_0.gguf"));
        assertThat(new HubCache(environment).has(TINY)).isFalse();
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("has only GGUF files; name one: hf://org/tiny/FILE");
    }

    @Test
    void an_empty_file_is_one_too() {
        hub.small.put("empty.json", new byte[0]);
        assertThat(download().get(TINY).resolve("empty.json")).isEmptyFile();
    }

    @Test
    void a_busy_hub_is_given_the_time_it_asks_for() {
        hub.troubles.add(
                new Trouble("/api/models/org/tiny/revision/main", 429, "Retry-After", "7", -1));
        hub.troubles.add(Trouble.status("/api/models/org/tiny/revision/main", 503));
        download().get(TINY);
        assertThat(waits).containsExactly(7000L, 1000L);
    }

    @Test
    void a_hub_that_stays_busy_is_told() {
        for (int i = 0; i < 5; i++) {
            hub.troubles.add(Trouble.status("/api/models/org/tiny/revision/main", 503));
        }
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("answers 503, 5 times in a row");
    }

    @Test
    void the_token_is_shown_to_the_hub_and_to_nobody_else() {
        hub.token = "secret";
        environment.put("HF_TOKEN", "secret");
        download().get(TINY);
        assertThat(hub.requests)
                .filteredOn(request -> request.startsWith("hub"))
                .allMatch(request -> request.endsWith("with token"));
        assertThat(hub.requests)
                .filteredOn(request -> request.startsWith("store"))
                .isNotEmpty()
                .noneMatch(request -> request.endsWith("with token"));
    }

    @Test
    void refusals_say_what_to_do() {
        hub.token = "secret";
        assertThatThrownBy(() -> download().get(TINY)).hasMessageContaining("Set HF_TOKEN");
        environment.put("HF_TOKEN", "wrong");
        assertThatThrownBy(() -> download().get(TINY))
                .hasMessageContaining("does not accept the token");
        hub.token = "";
        HubAddress none = HubAddress.of("hf://org/none");
        assertThatThrownBy(() -> download().get(none))
                .hasMessageContaining("hf://org/none")
                .hasMessageContaining("is not there");
        HubAddress file = HubAddress.of("hf://org/tiny/confg.json");
        assertThatThrownBy(() -> download().get(file))
                .hasMessageContaining("has no such file")
                .hasMessageContaining("config.json");
    }

    @Test
    void offline_nothing_is_asked() {
        environment.put("HF_HUB_OFFLINE", "1");
        assertThatThrownBy(() -> download().get(TINY)).hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.requests).isEmpty();
        environment.remove("HF_HUB_OFFLINE");
        Path folder = download().get(TINY);
        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(download().get(TINY)).isEqualTo(folder);
    }

    @Test
    void files_outside_the_snapshot_are_refused() {
        hub.small.put("../../evil.json", new byte[] {1});
        assertThatThrownBy(() -> download().get(TINY)).hasMessageContaining("a file outside");
    }

    @Test
    void two_at_a_time_fetch_each_file_once() throws Exception {
        CompletableFuture<Path> one = CompletableFuture.supplyAsync(() -> download().get(TINY));
        CompletableFuture<Path> two = CompletableFuture.supplyAsync(() -> download().get(TINY));
        assertThat(one.get()).isEqualTo(two.get());
        assertThat(one.get().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests).filteredOn(request -> request.startsWith("store GET")).hasSize(1);
    }

    @Test
    void the_same_weights_in_other_formats_are_left_there() {
        assertThat(
                        WantedFiles.of(
                                List.of(
                                        "config.json",
                                        "model.safetensors",
                                        "pytorch_model.bin",
                                        "pytorch_model.bin.index.json",
                                        "original/consolidated.00.pth",
                                        "model.gguf",
                                        "tf_model.h5",
                                        "onnx/model.json",
                                        "non_lora_trainables.bin",
                                        "training_args.bin",
                                        "tokenizer.json")))
                .containsExactly(
                        "config.json",
                        "model.safetensors",
                        "non_lora_trainables.bin",
                        "tokenizer.json");
        assertThat(WantedFiles.of(List.of("pytorch_model.bin")))
                .containsExactly("pytorch_model.bin");
    }

    @Test
    void an_address_has_a_revision_and_a_file() {
        assertThat(HubAddress.of("hf://a/b@v1/c/d.json"))
                .isEqualTo(new HubAddress("a/b", "v1", "c/d.json"));
        assertThat(HubAddress.of("hf://a/b")).isEqualTo(new HubAddress("a/b", "main", ""));
        for (String wrong :
                List.of("hf://a", "hf://a/b@", "hf://a/b/../c", "hf://", "hf://a/..", "hf://./b")) {
            assertThatThrownBy(() -> HubAddress.of(wrong))
                    .as(wrong)
                    .hasMessageContaining("no address");
        }
    }

    @Test
    void a_config_names_a_model_without_the_scheme() {
        assertThat(HubAddress.named("a/b", null)).hasToString("Optional[hf://a/b]");
        assertThat(HubAddress.named("a/b/c.gguf", "v1"))
                .hasToString("Optional[hf://a/b@v1/c.gguf]");
        assertThat(HubAddress.named("a/b", "x/y")).hasToString("Optional[hf://a/b@x%2Fy]");
        assertThat(HubAddress.named("hf://a/b@v2", "v1")).hasToString("Optional[hf://a/b@v2]");
        assertThat(HubAddress.named("models/../b", null)).isEmpty();
        assertThat(HubAddress.named("a/b", "../c")).isEmpty();
        assertThat(HubAddress.named("/absolute/path", null)).isEmpty();
    }
}
