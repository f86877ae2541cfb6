package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.testing.OpsBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an adapter's folder says of its base. */
class PeftFolderTest extends OpsBed {
    private static final Path GGUF = Path.of("src/test/resources/gguf/llama.gguf");

    @TempDir Path folder;

    private Path adapter;

    @BeforeEach
    void write() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.plain());
        bed.adapters().write(bed.store(), folder, Optional.empty());
        adapter = folder.resolve("default");
    }

    private AdapterBase base(String written) throws IOException {
        Path file = adapter.resolve("adapter_config.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(file.toFile());
        json.writeValue(file.toFile(), config.put("base_model_name_or_path", written));
        return PeftFolder.open(adapter).base();
    }

    @Test
    void a_base_beside_it_is_found_from_anywhere() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Path gguf = Files.copy(GGUF, folder.resolve("base.gguf"));
        assertThat(base("../model").place()).isEqualTo(model.toAbsolutePath().toString());
        assertThat(base("../base.gguf").place()).isEqualTo(gguf.toAbsolutePath().toString());
    }

    @Test
    void a_name_of_the_hub_stays_and_its_own_model_is_around_it() throws IOException {
        assertThat(base("org/name")).returns("org/name", AdapterBase::place);
        assertThat(base("../..")).isEqualTo(AdapterBase.INSIDE);
        assertThat(base("")).isEqualTo(AdapterBase.INSIDE);
    }
}
