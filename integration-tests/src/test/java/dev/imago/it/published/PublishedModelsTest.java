package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Autograd;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.Imago;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.recipe.SpecReader;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as Hugging Face's libraries save them compute here what they compute there. */
class PublishedModelsTest {
    private static final Path MODELS = Path.of("src/test/resources/published");

    private ComponentRegistry registry;
    private RuntimeSession runtime;
    private ParameterStore store;

    @BeforeEach
    void open() {
        registry = PluginLoader.classPath();
        runtime = RuntimeSession.open(RuntimeSection.DEFAULT, registry);
        store = runtime.newStore(runtime.manager());
    }

    @AfterEach
    void close() {
        store.close();
        runtime.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-sharded", "qwen2-bin", "mistral-bf16", "llava"})
    void a_language_model_s_logits_are_those_of_transformers(String name) {
        Path folder = MODELS.resolve(name);
        Spec<Backbone> spec = auto(Backbone.class, folder, "");
        Backbone backbone = runtime.factory().create(spec, store.root());
        TextHead head =
                runtime.factory()
                        .create(
                                new SpecReader(registry).read(TextHead.class, "lm"),
                                store.root(),
                                binder -> binder.bind(Backbone.class).toInstance(backbone),
                                binder ->
                                        binder.bind(Widths.class)
                                                .toInstance(
                                                        new Widths(
                                                                backbone.width(),
                                                                backbone.vocabulary())));
        store.parts().load(runtime.families());
        try (NDManager scope = runtime.manager().newSubManager();
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
                Autograd.Scope inference = Autograd.off()) {
            NDArray ids = expected.read(runtime.ops(), "input_ids", scope);
            NDArray logits = TextLogits.of(backbone, head, ids, scope);
            same(logits, expected.read(runtime.ops(), "expected_logits", scope));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "siglip-vision, 'select_layer: -1'",
        "siglip-full, 'select_layer: -1'",
        "siglip2-vision, 'select_layer: -1, image_size: 14'",
        "llava, 'select_layer: -1'",
        "clip-full, 'select_layer: -2'",
        "dinov2, 'select_layer: -1'"
    })
    void an_encoder_s_features_are_those_of_transformers(String name, String key) {
        Path folder = MODELS.resolve(name);
        Spec<Encoder> spec = auto(Encoder.class, folder, ", " + key);
        Encoder encoder = runtime.factory().create(spec, store.root().at("some.place"));
        store.parts().load(runtime.families());
        try (NDManager scope = runtime.manager().newSubManager();
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
                Autograd.Scope inference = Autograd.off()) {
            NDArray pixels = expected.read(runtime.ops(), "pixel_values", scope);
            same(encoder.encode(pixels), expected.read(runtime.ops(), "expected_features", scope));
        }
    }

    @Test
    void a_language_model_s_folder_answers_as_it_is() throws IOException {
        Path folder = MODELS.resolve("llama-sharded");
        JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        GenerationOptions options = new GenerationOptions(12, 0, 0, 0, 1, 3, RenderOptions.DEFAULT);
        List<GenerationEvent> events = new ArrayList<>();
        try (Imago imago = Imago.open(folder)) {
            imago.generate(
                    Conversation.of(Turn.user(expected.path("prompt").asText())),
                    options,
                    events::add);
            assertThat(imago.model().template().stopTokens())
                    .containsExactlyInAnyOrder("<|im_end|>", "<|endoftext|>");
        }
        StringBuilder said = new StringBuilder();
        events.forEach(
                event -> {
                    if (event instanceof GenerationEvent.TextDelta delta) {
                        said.append(delta.text());
                    }
                });
        assertThat(said.toString()).isEqualTo(expected.path("text").asText());
        GenerationEvent.Finished finished =
                (GenerationEvent.Finished) events.get(events.size() - 1);
        assertThat(finished.usage().promptPositions())
                .isEqualTo(expected.path("prompt_ids").size());
    }

    private <K> Spec<K> auto(Class<K> kind, Path folder, String more) {
        return new SpecReader(registry)
                .read(kind, "{type: auto, weights: '" + folder + "'" + more + "}");
    }

    private void same(NDArray actual, NDArray expected) {
        float[] ours = actual.toFloatArray();
        float[] theirs = expected.toFloatArray();
        assertThat(ours).hasSameSizeAs(theirs);
        assertThat(ours).containsExactly(theirs, within(1e-4f));
    }
}
