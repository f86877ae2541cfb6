package dev.imago.samples.extending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.model.Decoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.train.Stage;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import org.junit.jupiter.api.Test;

class ExtendingPluginTest {
    @Test
    void is_found_and_offers_its_components() {
        try (ComponentRegistry registry = PluginLoader.classPath()) {
            assertThat(registry.find(Encoder.class, "tiles")).isPresent();
            assertThat(registry.find(Decoder.class, "tiles")).isPresent();
            assertThat(registry.find(Stage.class, "preview")).isPresent();
        }
    }
}
