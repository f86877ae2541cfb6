package dev.imago.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {
    private static final Box PART = new Box(0, 0, 0.5, 0.5);

    private final PictureReader reader =
            new PictureReader() {
                @Override
                public Picture read(Path file) {
                    return new Picture(1, 1, new byte[3]);
                }

                @Override
                public Picture read(byte[] encoded, String place) {
                    throw new AssertionError("not asked for");
                }
            };

    @TempDir Path folder;

    @Test
    void a_file_and_its_crops_have_another_version_once_it_changed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "one");
        ImageSource image = reader.source("a", file);
        String before = image.version();
        String part = Crop.of(image, PART).version();
        assertThat(image.version()).isEqualTo(before);
        assertThat(part).isNotEqualTo(before);

        Files.writeString(file, "longer");

        assertThat(image.version()).isNotEqualTo(before);
        assertThat(Crop.of(image, PART).version()).isNotEqualTo(part).startsWith(image.version());
        assertThat(image.id()).isEqualTo("a");
        try (InputStream bytes = image.encoded().orElseThrow()) {
            assertThat(bytes).hasContent("longer");
        }
        assertThat(Crop.of(image, PART).encoded()).isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_told_when_it_is_read() {
        ImageSource image = reader.source("a", folder.resolve("gone.png"));
        assertThat(image.version()).isEqualTo("a");
        assertThatThrownBy(image::encoded).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_drawn_picture_is_known_by_its_id() throws IOException {
        ImageSource drawn = ImageSource.of("scene 7", new Picture(1, 1, new byte[3]));
        assertThat(drawn.version()).isEqualTo("scene 7");
        assertThat(drawn.encoded()).isEmpty();
    }
}
