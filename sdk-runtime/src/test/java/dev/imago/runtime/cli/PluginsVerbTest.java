package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PluginsVerbTest {
    private final TestConsole console = new TestConsole();

    @Test
    void lists_what_each_plugin_offers() {
        assertThat(console.run("plugins")).isZero();
        assertThat(console.out()).contains("core (class path)").containsPattern("Stage +train ");
    }

    @Test
    void json_has_kind_type_and_doc() throws IOException {
        assertThat(console.run("plugins", "--json")).isZero();
        JsonNode core = new ObjectMapper().readTree(console.out()).path("plugins").path(0);
        assertThat(core.path("name").asText()).isEqualTo("core");
        assertThat(core.path("components").findValuesAsText("kind")).contains("Stage");
        assertThat(core.path("components").path(0).path("doc").asText()).isNotEmpty();
    }

    @Test
    void prints_schema_and_reference() throws IOException {
        assertThat(console.run("plugins", "--schema")).isZero();
        assertThat(new ObjectMapper().readTree(console.out()).path("title").asText())
                .isEqualTo("Imago recipe");
        TestConsole other = new TestConsole();
        assertThat(other.run("plugins", "--reference")).isZero();
        assertThat(other.out()).contains("# Recipe reference");
        assertThat(new TestConsole().run("plugins", "--schema", "--reference")).isEqualTo(2);
    }

    @Test
    void a_jar_that_is_not_there_is_told() {
        assertThat(console.run("plugins", "--plugin", "no.jar")).isEqualTo(3);
        assertThat(console.err()).contains("no.jar: no such plugin jar.");
    }
}
