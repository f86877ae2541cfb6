package dev.imago.it.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.testing.TaskFormatterContract;
import dev.imago.runtime.data.BadSamples;
import dev.imago.runtime.data.Drawn;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample plugin, from its sources to a mixture, with nothing of it known to the core. */
class CustomTaskPluginTest extends TaskFormatterContract<CaptionedImage> {
    private static final Path PROJECT = Path.of("../samples/custom-task-plugin");

    @TempDir static Path folder;
    private static RecipeLoader.Opened opened;
    private static ComponentFactory factory;

    @BeforeAll
    static void load() {
        Path jar = SampleJar.build(PROJECT, folder);
        List<String> jars = List.of("plugins=[" + jar + "]");
        opened = new RecipeLoader(Map.of()).open(PROJECT.resolve("describe.yaml"), jars, List.of());
        factory = new ComponentFactory(opened.registry(), Guice.createInjector());
    }

    @AfterAll
    static void close() {
        opened.close();
    }

    @Override
    @SuppressWarnings("unchecked") // the sample's formatter takes captioned images
    protected TaskFormatter<CaptionedImage> formatter() {
        return (TaskFormatter<CaptionedImage>)
                factory.create(opened.recipe().tasks().get("caption"));
    }

    @Override
    protected CaptionedImage sample() {
        ImageSource image = ImageSource.of("bag.png", new Picture(1, 1, new byte[3]));
        return new CaptionedImage("bag", image, "a red bag on gray", List.of());
    }

    @Test
    void comes_from_a_class_loader_of_its_own() {
        assertThat(formatter().getClass().getName()).startsWith("com.example.describe.");
        assertThat(formatter().getClass().getClassLoader())
                .isNotSameAs(CustomTaskPluginTest.class.getClassLoader());
    }

    @Test
    void phrases_the_samples_of_a_source_that_knows_nothing_of_it() {
        Recipe recipe = opened.recipe();
        var source = factory.create(recipe.data().get(0).source());
        Lane<?> lane = Lane.open("wardrobe", "caption", formatter(), source, 1);
        BadSamples none = new BadSamples(0, List.of(lane), folder.resolve("skipped.jsonl"));
        Drawn drawn = new Mixture(List.of(lane), recipe.seed(), none).draw(0);
        assertThat(drawn.conversation().turns().get(0).text())
                .matches("What is there\\?|Show me what is there\\.");
        assertThat(drawn.conversation().turns().get(1).text()).contains(" on ");
        assertThat(drawn.conversation().images()).hasSize(1);
    }

    @Test
    void takes_at_most_a_hundred_lines() throws IOException {
        try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThan(101);
            }
        }
    }
}
