package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Autograd;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Pictures;
import dev.imago.api.train.StageContext;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.recipe.RecipeLoader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published CLIP and SigLIP put pictures and texts where transformers puts them. */
class PublishedDualEncoderTest extends PublishedBed {
    @TempDir Path folder;

    /** What a recipe says of one. */
    record Section(Spec<DualEncoder> encoder) {}

    private DualEncoder.Embedder open(String vision, NDManager scope) throws IOException {
        Path file = folder.resolve("encoder.yaml");
        Files.writeString(file, "encoder: {type: published, encoder: " + vision + "}\n");
        Section section = new RecipeLoader(Map.of()).load(Section.class, file, registry);
        DualEncoder encoder = runtime.factory().create(section.encoder());
        return encoder.open(context(scope));
    }

    private static String pooled(String model) {
        return "{type: auto, output: pooled, weights: " + MODELS.resolve(model) + "}";
    }

    /** A stage that has an engine and makes pixels, no more. */
    private static StageContext context(NDManager scope) {
        Pictures pictures = proxy(Pictures.class, (method, arguments) -> pixels(arguments));
        return proxy(
                StageContext.class,
                (method, arguments) -> method.getName().equals("manager") ? scope : pictures);
    }

    @SuppressWarnings("unchecked") // pixels(images, preprocessing, owner)
    private static NDArray pixels(Object[] arguments) {
        return new PixelArrays((Preprocessing) arguments[1])
                .pixels((List<ImageSource>) arguments[0], (NDManager) arguments[2]);
    }

    private interface Answer {
        Object of(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> answer.of(method, arguments)));
    }

    private static Picture picture(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            rgb[i] = (byte) (x * 7 + y * 13 + i % 3 * 40);
        }
        return new Picture(width, height, rgb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-pair", "siglip-pair"})
    void texts_and_pictures_are_embedded_as_transformers_does(String model) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(MODELS.resolve(model + "/expected.json").toFile());
        List<String> texts = new ArrayList<>();
        expected.path("texts").forEach(text -> texts.add(text.asText()));
        List<Picture> pictures = new ArrayList<>();
        for (JsonNode sides : expected.path("sides")) {
            pictures.add(picture(sides.path(0).asInt(), sides.path(1).asInt()));
        }
        try (NDManager scope = runtime.manager().newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            DualEncoder.Embedder embedder = open(pooled(model), scope);
            assertClose(embedder.texts(texts), expected.path("text_embeddings"));
            assertClose(embedder.pictures(pictures), expected.path("picture_embeddings"));
        }
    }

    private static void assertClose(float[][] actual, JsonNode expected) {
        assertThat(actual).hasDimensions(expected.size(), expected.path(0).size());
        for (int i = 0; i < actual.length; i++) {
            for (int d = 0; d < actual[i].length; d++) {
                assertThat((double) actual[i][d])
                        .as("row %d, number %d", i, d)
                        .isCloseTo(expected.path(i).path(d).asDouble(), within(2e-5));
            }
        }
    }

    @Test
    void an_encoder_of_patches_or_without_a_text_side_is_refused() throws IOException {
        try (NDManager scope = runtime.manager().newSubManager()) {
            String patches = "{type: auto, weights: " + MODELS.resolve("siglip-pair") + "}";
            assertThatThrownBy(() -> open(patches, scope))
                    .hasMessageContaining("encoder: gives 4 vectors of a picture, expected one")
                    .hasMessageContaining("output: pooled");
            assertThatThrownBy(() -> open(pooled("siglip-vision"), scope))
                    .hasMessageContaining("is of 'siglip_vision_model', expected clip or siglip");
            assertThatThrownBy(() -> open("{type: siglip, output: pooled}", scope))
                    .hasMessageContaining("encoder")
                    .hasMessageContaining("has no weights");
        }
    }
}
