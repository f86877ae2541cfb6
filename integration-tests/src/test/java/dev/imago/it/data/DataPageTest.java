package dev.imago.it.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.plugin.Doc;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.DataEntry;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.recipe.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/data.md with files as they describe them. */
class DataPageTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/data/sources.yaml");

    @TempDir Path folder;
    private final ComponentRegistry registry = PluginLoader.classPath();
    private RuntimeSession runtime;

    /** What the file of examples holds. */
    @Doc("Examples.")
    record Examples(
            @Doc("how much sizes decide") Double temperature,
            @Doc("sources with tasks") List<DataEntry> data) {}

    @BeforeEach
    void writeFiles() throws IOException {
        runtime = RuntimeSession.open(RuntimeSection.DEFAULT, registry);
        new ExampleFiles(folder).write();
    }

    @AfterEach
    void close() {
        runtime.close();
        registry.close();
    }

    @Test
    void every_source_gives_what_its_tasks_take() throws IOException {
        List<String> opened = new ArrayList<>();
        for (DataEntry entry : examples().data()) {
            Source source = runtime.factory().create(entry.source());
            for (String task : entry.tasks().keySet()) {
                opened.add(entry.source().type() + " " + task + " " + count(source, task));
            }
        }
        assertThat(opened)
                .containsExactly(
                        "json dialogue 3 samples",
                        "json generate 1 samples",
                        "json edit 1 samples",
                        "json think_visually 1 samples",
                        "json video_qa 1 samples",
                        "json predict_frames 3 samples",
                        "imagefolder generate 1 samples",
                        "webdataset generate 2 samples",
                        "parquet generate 2 samples",
                        "sql generate 1 samples",
                        "csv generate 1 samples",
                        "json dialogue 3 samples",
                        "imagefolder generate 1 samples");
    }

    @Test
    void a_video_file_its_bytes_and_a_folder_of_frames_are_read_alike() throws IOException {
        DataEntry clips = examples().data().get(4);
        Samples<FrameSequence> videos =
                runtime.factory()
                        .create(clips.source())
                        .samples("predict_frames", FrameSequence.class);
        FrameSequence file = videos.get(0);
        FrameSequence frames = videos.get(1);
        FrameSequence bytes = videos.get(2);
        assertThat(file.video().frames()).hasSize(ExampleFiles.FRAMES);
        assertThat(bytes.video().frames()).hasSize(ExampleFiles.FRAMES);
        assertThat(file.video().secondsApart()).isEqualTo(0.1);
        assertThat(frames.video().secondsApart()).isEqualTo(0.04);
        for (int i = 0; i < ExampleFiles.FRAMES; i++) {
            Picture expected = frames.video().frames().get(i).load();
            assertThat(file.video().frames().get(i).load().rgb())
                    .as("frame %d", i)
                    .isEqualTo(expected.rgb());
            assertThat(bytes.video().frames().get(i).load().rgb())
                    .as("frame %d of the bytes", i)
                    .isEqualTo(expected.rgb());
        }
    }

    private Examples examples() throws IOException {
        Path copy = folder.resolve("sources.yaml");
        Files.copy(EXAMPLES, copy, StandardCopyOption.REPLACE_EXISTING);
        return new RecipeLoader(Map.of()).load(Examples.class, copy, registry);
    }

    private String count(Source source, String task) {
        TaskFormatter<?> formatter =
                (TaskFormatter<?>)
                        runtime.factory()
                                .create(new SpecReader(registry).read(TaskFormatter.class, task));
        return count(task, formatter, source);
    }

    private static <S extends Sample> String count(
            String task, TaskFormatter<S> formatter, Source source) {
        Lane<S> lane = Lane.open("example", task, formatter, source, 1);
        long images = 0;
        for (long i = 0; i < lane.samples().size(); i++) {
            S sample = lane.samples().get(i);
            for (ImageSource image : formatter.conversation(sample, new Random(i)).images()) {
                assertThat(image.load().width()).isPositive();
                images++;
            }
        }
        assertThat(images).as(task).isPositive();
        return lane.samples().size() + " samples";
    }
}
