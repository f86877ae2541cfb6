package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.plugin.Doc;
import dev.imago.runtime.hub.FakeHub;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubDownload;
import dev.imago.runtime.hub.HubListener;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of the hub as paths of a recipe: only what was downloaded, and only whole. */
class HubPathsTest {
    @TempDir Path home;

    private FakeHub hub;
    private Map<String, String> environment;

    private record Section(@Doc(value = "", existingPath = true) Path weights) {}

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        hub.small.put("config.json", new byte[] {'{', '}'});
        hub.large.put("model.safetensors", new byte[20]);
        hub.large.put("f.bin", new byte[10]);
        environment = hub.environment(home);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void download(String address) {
        new HubDownload(environment, HubListener.NONE).fetch(HubAddress.of(address), false);
        hub.requests.clear();
    }

    private Path weights(String written) {
        Path file = Path.of("test.yaml");
        RecipeProblems problems = new RecipeProblems(file);
        RecipeNode node =
                YamlParser.parse(RecipeSource.recipe(file), "weights: " + written, "", problems);
        Section bound =
                new RecordBinder(PluginLoader.of(), new RecipePaths(environment), problems)
                        .bind(Section.class, (Mapping) node);
        problems.throwIfAny();
        return bound.weights();
    }

    @Test
    void a_file_that_was_downloaded_is_found_without_the_hub() {
        assertThatThrownBy(() -> weights("hf://org/tiny/f.bin"))
                .hasMessageContaining("hf://org/tiny/f.bin is not whole in the local cache")
                .hasMessageContaining("`imago download hf://org/tiny/f.bin` fetches it");
        download("hf://org/tiny/f.bin");
        assertThat(weights("hf://org/tiny/f.bin")).hasSize(10);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void one_file_is_not_the_whole_model() {
        download("hf://org/tiny/f.bin");
        assertThatThrownBy(() -> weights("hf://org/tiny"))
                .hasMessageContaining("hf://org/tiny is not whole in the local cache");
        download("hf://org/tiny");
        assertThat(weights("hf://org/tiny").resolve("model.safetensors")).hasSize(20);
    }

    @Test
    void another_revision_is_not_there() {
        download("hf://org/tiny");
        assertThatThrownBy(() -> weights("hf://org/tiny@refs/pr/1"))
                .hasMessageContaining("`imago download hf://org/tiny@refs/pr/1` fetches it");
    }
}
