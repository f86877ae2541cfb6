package dev.imago.it.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import dev.imago.it.invariants.TinyRun;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder learns from pictures of any size of which nothing is told, whatever holds them. */
class UnlabelledImagesTest {
    private static final Path RECIPE = Path.of("src/test/resources/stages/images.yaml");
    private static final int BLOCK = 512;

    @TempDir private Path folder;
    private Path photos;

    @BeforeEach
    void writePictures() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        Random random = new Random(1);
        for (int i = 0; i < 6; i++) {
            int width = 16 + 5 * i;
            byte[] rgb = new byte[width * 20 * 3];
            random.nextBytes(rgb);
            PictureWriter.write(new Picture(width, 20, rgb), photos.resolve(i + ".png"));
        }
    }

    @Test
    void a_folder_of_images_needs_no_captions() {
        assertLearns(trained("{type: imagefolder, path: " + photos + "}"));
    }

    @Test
    void an_archive_needs_no_captions_and_gives_the_same_pictures() throws IOException {
        Path tar = folder.resolve("photos.tar");
        Files.write(tar, archive());
        TinyRun run = trained("{type: webdataset, path: " + tar + "}");

        assertLearns(run);
        TinyRun other = trained("{type: imagefolder, path: " + photos + "}");
        assertThat(run.weights("decoder")).isEqualTo(other.weights("decoder"));
    }

    @Test
    void the_wardrobe_offers_its_scenes_without_captions() {
        assertLearns(trained("{type: wardrobe, split: test, scenes: 6}"));
    }

    private TinyRun trained(String source) {
        String data = "[{source: " + source + ", tasks: {images: 1}}]";
        Path output = folder.resolve("run-" + Integer.toHexString(source.hashCode()));
        return TinyRun.of(RECIPE, output, "data=" + data, "evaluation=" + data).run();
    }

    private static void assertLearns(TinyRun run) {
        assertThat(run.losses("decoder")).hasSize(4);
        for (double loss : run.losses("decoder")) {
            assertThat(loss).isBetween(0.01, 100.0);
        }
        Path drawn = run.folder().stage("decoder").resolve("validation/step-00000004-001.png");
        assertThat(new ImageFiles().read(drawn).width()).isEqualTo(16);
    }

    /** As WebDataset has it: files of one sample share a name. */
    private byte[] archive() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            byte[] content = Files.readAllBytes(photos.resolve(i + ".png"));
            byte[] header = new byte[BLOCK];
            put(header, 0, i + ".png");
            put(header, 100, "0000644");
            put(header, 124, String.format("%011o", content.length));
            header[156] = '0';
            put(header, 257, "ustar");
            put(header, 263, "00");
            put(header, 148, "        ");
            int sum = 0;
            for (byte one : header) {
                sum += one & 0xff;
            }
            put(header, 148, String.format("%06o", sum));
            header[154] = 0;
            tar.writeBytes(header);
            tar.writeBytes(content);
            tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }
        tar.writeBytes(new byte[2 * BLOCK]);
        return tar.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
