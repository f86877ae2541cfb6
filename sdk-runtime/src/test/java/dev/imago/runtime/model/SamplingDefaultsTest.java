package dev.imago.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.generate.GenerationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How folders say that they want to be sampled. */
class SamplingDefaultsTest {
    @TempDir Path folder;

    @Test
    void a_published_model_is_sampled_as_it_says() throws IOException {
        published("{\"do_sample\": true, \"temperature\": 0.6, \"top_p\": 0.9, \"top_k\": 20}");
        assertThat(defaults(folder))
                .returns(0.6, GenerationOptions::temperature)
                .returns(0.9, GenerationOptions::topP)
                .returns(20, GenerationOptions::topK)
                .returns(256, GenerationOptions::maxNewTokens);
    }

    @Test
    void keys_it_lacks_have_the_values_of_transformers_and_null_is_off() throws IOException {
        published("{\"do_sample\": true}");
        assertThat(defaults(folder))
                .returns(1.0, GenerationOptions::temperature)
                .returns(1.0, GenerationOptions::topP)
                .returns(50, GenerationOptions::topK);
        published("{\"do_sample\": true, \"top_k\": null, \"top_p\": null}");
        assertThat(defaults(folder))
                .returns(1.0, GenerationOptions::topP)
                .returns(0, GenerationOptions::topK);
    }

    @Test
    void without_do_sample_it_is_greedy() throws IOException {
        published("{\"temperature\": 0.6, \"top_p\": 0.9}");
        assertThat(defaults(folder)).isEqualTo(GenerationOptions.DEFAULT);
        Files.delete(folder.resolve("generation_config.json"));
        assertThat(defaults(folder)).isEqualTo(GenerationOptions.DEFAULT);
    }

    @Test
    void a_model_of_imago_is_greedy_whatever_lies_beside_it() throws IOException {
        published("{\"do_sample\": true}");
        Files.writeString(folder.resolve("imago.yaml"), "");
        assertThat(defaults(folder)).isEqualTo(GenerationOptions.DEFAULT);
    }

    @Test
    void an_adapter_s_own_file_goes_before_its_base_s() throws IOException {
        published("{\"do_sample\": true, \"temperature\": 0.6}");
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(
                adapter.resolve("adapter_config.json"), "{\"base_model_name_or_path\": \"..\"}");
        assertThat(defaults(adapter).temperature()).isEqualTo(0.6);
        Files.writeString(
                adapter.resolve("generation_config.json"),
                "{\"do_sample\": true, \"temperature\": 0.2}");
        assertThat(defaults(adapter).temperature()).isEqualTo(0.2);
    }

    @Test
    void what_can_t_be_is_told_by_file_and_key() throws IOException {
        published("{\"do_sample\": true, \"temperature\": -1}");
        assertThatThrownBy(() -> defaults(folder))
                .hasMessageContaining("generation_config.json, temperature")
                .hasMessageContaining("is -1");
        published("{\"do_sample\": true, \"top_p\": \"high\"}");
        assertThatThrownBy(() -> defaults(folder))
                .hasMessageContaining("generation_config.json, top_p")
                .hasMessageContaining("is 'high', expected a number");
    }

    private void published(String generation) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llama\"}");
        Files.writeString(folder.resolve("generation_config.json"), generation);
    }

    private static GenerationOptions defaults(Path folder) {
        return new ModelFolder(folder, Map.of()).defaults();
    }
}
