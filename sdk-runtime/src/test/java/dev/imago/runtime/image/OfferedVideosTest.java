package dev.imago.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.VideoFile;
import dev.imago.api.data.VideoReader;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Plugin;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfferedVideosTest {
    @TempDir Path folder;
    private VideoFile video;

    @BeforeEach
    void writeVideo() throws IOException {
        video = VideoFile.of(Files.writeString(folder.resolve("a.mp4"), "x"));
    }

    @Test
    void the_reader_that_is_offered_is_taken() {
        Part.Video read = videos(new FirstPlugin()).read(video, 4);
        assertThat(read.frames()).hasSize(1);
        assertThat(read.secondsApart()).isEqualTo(0.25);
    }

    @Test
    void without_one_that_is_told_when_a_video_is_read() {
        assertThatThrownBy(() -> videos().read(video, 0))
                .hasMessageContaining("PLUGIN_FAILED")
                .hasMessageContaining("a.mp4")
                .hasMessageContaining("no plugin that decodes videos is loaded");
    }

    @Test
    void of_two_one_must_be_left_out() {
        assertThatThrownBy(() -> videos(new FirstPlugin(), new SecondPlugin()).read(video, 0))
                .hasMessageContaining("more than one plugin decodes videos: first, second");
    }

    @Test
    void a_video_that_is_not_there_is_told() {
        VideoFile none = VideoFile.of(folder.resolve("none.mp4"));
        assertThatThrownBy(() -> videos(new FirstPlugin()).read(none, 0))
                .hasMessageContaining("FILE_NOT_FOUND");
    }

    private static OfferedVideos videos(Plugin... plugins) {
        ComponentRegistry registry = PluginLoader.of(plugins);
        return new OfferedVideos(
                registry, () -> new ComponentFactory(registry, Guice.createInjector()));
    }

    /** One grey frame, whatever the file. */
    @Doc("No settings.")
    public record GreyConfig() {}

    /** Reads nothing. */
    public static final class Grey implements VideoReader {
        @Inject
        Grey(GreyConfig config) {
            assertThat(config).isNotNull();
        }

        @Override
        public Part.Video read(VideoFile file, double fps) {
            ImageSource frame = ImageSource.of(file.id(), new Picture(1, 1, new byte[3]));
            return new Part.Video(List.of(frame), 1 / fps);
        }
    }

    private static final class FirstPlugin implements Plugin {
        @Override
        public String name() {
            return "first";
        }

        @Override
        public void register(Components components) {
            components.add(VideoReader.class, "grey", GreyConfig.class, Grey.class);
        }
    }

    private static final class SecondPlugin implements Plugin {
        @Override
        public String name() {
            return "second";
        }

        @Override
        public void register(Components components) {
            components.add(VideoReader.class, "more-grey", GreyConfig.class, Grey.class);
        }
    }
}
