package dev.imago.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as whole in the cache: files alone, models begun, models that others brought. */
class HubCacheTest {
    private static final HubAddress TINY = HubAddress.of("hf://org/tiny");
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String LIST = "hub GET /api/models/org/tiny/revision/";

    @TempDir Path home;

    private FakeHub hub;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        hub.small.put(CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        hub.large.put(WEIGHTS, new byte[2000]);
        hub.large.put("extra.bin", new byte[1000]);
        environment = new HashMap<>(hub.environment(home));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubDownload download() {
        return new HubDownload(environment, HubListener.NONE, millis -> {}, Duration.ofSeconds(2));
    }

    private HubDownload offline() {
        Map<String, String> cut = new HashMap<>(environment);
        cut.put("HF_HUB_OFFLINE", "1");
        return new HubDownload(cut, HubListener.NONE, millis -> {}, Duration.ofSeconds(2));
    }

    private boolean has(HubAddress address) {
        return new HubCache(environment).has(address);
    }

    private Path model() {
        return home.resolve("hub/models--org--tiny");
    }

    /** As Python's library leaves files: links and a name, perhaps a list of all. */
    private Path byOthers(String... files) throws IOException {
        Path snapshot = Files.createDirectories(model().resolve("snapshots/" + FakeHub.COMMIT));
        Files.createDirectories(model().resolve("refs"));
        Files.writeString(model().resolve("refs/main"), FakeHub.COMMIT);
        for (String file : files) {
            Files.writeString(snapshot.resolve(file), "{}");
        }
        return snapshot;
    }

    @Test
    void one_file_is_found_by_its_name_and_is_not_the_model() {
        HubAddress file = HubAddress.of("hf://org/tiny/extra.bin");
        assertThat(has(file)).isFalse();
        Path path = download().fetch(file, false);
        assertThat(path).hasSize(1000);
        assertThat(offline().get(file)).isEqualTo(path);
        assertThat(new HubCache(environment).find(file)).isEqualTo(path);
        assertThat(has(file)).isTrue();
        assertThat(has(TINY)).isFalse();
        assertThatThrownBy(() -> offline().get(TINY)).hasMessageContaining("is not whole");
        Path folder = download().get(TINY);
        assertThat(folder.resolve(WEIGHTS)).hasSize(2000);
        assertThat(offline().get(TINY)).isEqualTo(folder);
        assertThat(has(TINY)).isTrue();
    }

    @Test
    void a_path_in_the_cache_tells_its_address() {
        Path folder = download().get(TINY);
        assertThat(HubCache.address(folder))
                .hasValue(new HubAddress("org/tiny", FakeHub.COMMIT, ""));
        assertThat(HubCache.address(folder.resolve(CONFIG)))
                .hasValue(new HubAddress("org/tiny", FakeHub.COMMIT, CONFIG));
        assertThat(HubCache.address(home)).isEmpty();
    }

    @Test
    void a_folder_of_the_model_is_an_address_too() {
        hub.small.put("unet/config.json", new byte[] {'{', '}'});
        hub.large.put("unet/model.safetensors", new byte[10]);
        HubAddress unet = HubAddress.of("hf://org/tiny/unet");
        Path folder = download().get(unet);
        assertThat(folder.resolve(WEIGHTS)).hasSize(10);
        assertThat(has(unet)).isTrue();
        assertThat(has(TINY)).isFalse();
        hub.large.put("onnx/model.onnx", new byte[5]);
        assertThat(download().get(HubAddress.of("hf://org/tiny/onnx")).resolve("model.onnx"))
                .hasSize(5);
    }

    @Test
    void a_folder_of_which_nothing_is_used_is_whole_with_all_its_files() {
        hub.large.put("onnx/a.onnx", new byte[5]);
        hub.large.put("onnx/b.onnx", new byte[6]);
        hub.wrong.put("onnx/b.onnx", new byte[] {1, 2, 3, 4, 5, 6});
        HubAddress onnx = HubAddress.of("hf://org/tiny/onnx");
        assertThatThrownBy(() -> download().get(onnx)).hasMessageContaining("b.onnx");
        assertThat(has(onnx)).isFalse();
        hub.wrong.clear();
        assertThat(download().get(onnx).resolve("b.onnx")).hasSize(6);
        assertThat(has(onnx)).isTrue();
    }

    @Test
    void what_is_half_there_of_something_else_hinders_nothing() throws IOException {
        Path folder = download().get(TINY);
        Files.write(model().resolve("blobs/0000.incomplete"), new byte[10]);
        assertThat(offline().get(TINY)).isEqualTo(folder);
    }

    @Test
    void a_commit_whose_download_ended_between_files_is_gone_on_with() {
        HubAddress commit = HubAddress.of("hf://org/tiny@" + FakeHub.COMMIT);
        byte[] other = new byte[1000];
        other[0] = 1;
        hub.wrong.put("extra.bin", other);
        assertThatThrownBy(() -> download().get(commit)).hasMessageContaining("extra.bin");
        assertThat(new HubCache(environment).find(commit).resolve(WEIGHTS)).hasSize(2000);
        assertThat(has(commit)).isFalse();
        hub.wrong.clear();
        assertThat(download().get(commit).resolve("extra.bin")).hasSize(1000);
        assertThat(has(commit)).isTrue();
    }

    @Test
    void what_the_cache_began_to_keep_is_finished_at_its_commit() {
        download().get(HubAddress.of("hf://org/tiny/config.json"));
        hub.requests.clear();
        download().get(TINY);
        assertThat(hub.requests).contains(LIST + FakeHub.COMMIT).doesNotContain(LIST + "main");
    }

    @Test
    void what_others_brought_is_whole_with_weights_and_all_that_an_index_names()
            throws IOException {
        Path snapshot = byOthers(CONFIG);
        assertThat(has(TINY)).isFalse();
        Files.writeString(
                snapshot.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        Files.writeString(snapshot.resolve("one.safetensors"), "1");
        assertThat(has(TINY)).isFalse();
        Files.writeString(snapshot.resolve("two.safetensors"), "2");
        assertThat(offline().get(TINY)).isEqualTo(snapshot);
        assertThat(download().get(TINY)).isEqualTo(snapshot);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void the_list_that_others_leave_is_believed() throws IOException {
        Path snapshot = byOthers(CONFIG, WEIGHTS);
        Files.createDirectories(model().resolve("trees"));
        Files.writeString(
                model().resolve("trees/" + FakeHub.COMMIT + ".json"),
                "{\"format_version\": 1, \"files\": {\"config.json\": {}, \"tf_model.h5\": {},"
                        + " \"model.safetensors\": {}, \"tokenizer.json\": {}}}");
        assertThat(has(TINY)).isFalse();
        Files.writeString(snapshot.resolve("tokenizer.json"), "{}");
        assertThat(has(TINY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/pr/1", "refs%2Fpr%2F1", "refs%2fpr%2f1"})
    void a_pull_request_is_a_revision(String written) {
        HubAddress address = HubAddress.of("hf://org/tiny@" + written + "/extra.bin");
        assertThat(address).isEqualTo(new HubAddress("org/tiny", "refs/pr/1", "extra.bin"));
        assertThat(address).hasToString("hf://org/tiny@refs/pr/1/extra.bin");
        assertThat(download().get(address)).hasSize(1000);
        assertThat(hub.requests).contains(LIST + "refs%2Fpr%2F1");
        assertThat(model().resolve("refs/refs/pr/1")).hasContent(FakeHub.COMMIT);
        assertThat(offline().get(address)).hasSize(1000);
    }

    @Test
    void other_branches_have_their_slashes_encoded() {
        HubAddress address = HubAddress.of("hf://a/b@mine%2Fbest/c.bin");
        assertThat(address).isEqualTo(new HubAddress("a/b", "mine/best", "c.bin"));
        assertThat(HubAddress.of(address.toString())).isEqualTo(address);
        for (String out : List.of("hf://a/b@..", "hf://a/b@..%2F..%2Fc", "hf://a/b@x%2F/c")) {
            assertThatThrownBy(() -> HubAddress.of(out)).as(out).hasMessageContaining("no address");
        }
    }
}
