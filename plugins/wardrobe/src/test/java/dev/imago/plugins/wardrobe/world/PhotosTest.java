package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ImagoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotosTest {
    @TempDir Path folder;

    @Test
    void bundles_as_many_photos_of_each_garment() {
        for (Garment garment : Garment.values()) {
            assertThat(Photos.bundled(Split.TRAIN).count(garment)).isEqualTo(420);
            assertThat(Photos.bundled(Split.TEST).count(garment)).isEqualTo(60);
        }
    }

    @Test
    void training_and_test_photos_never_mix() {
        Set<Integer> train = hashes(Photos.bundled(Split.TRAIN));
        assertThat(hashes(Photos.bundled(Split.TEST))).hasSize(600).noneMatch(train::contains);
    }

    private static Set<Integer> hashes(Photos photos) {
        Set<Integer> hashes = new HashSet<>();
        int[] pixels = new int[Photos.SIDE * Photos.SIDE];
        for (int photo = 0; photo < photos.size(); photo++) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = photos.level(photo, i % Photos.SIDE, i / Photos.SIDE);
            }
            hashes.add(Arrays.hashCode(pixels));
        }
        return hashes;
    }

    @Test
    void reads_a_folder_of_the_full_files() throws IOException {
        write(Split.TEST.images(), idx(0x803, 250, 20, 28, 28));
        write(Split.TEST.labels(), labels(20));
        Photos photos = Photos.of(Split.TEST, folder);
        assertThat(photos.size()).isEqualTo(20);
        assertThat(photos.count(Garment.BOOT)).isEqualTo(2);
        assertThat(photos.any(Garment.BOOT, new SplittableRandom(1))).isIn(9, 19);
        assertThat(photos.level(0, 0, 0)).isEqualTo(250 >> 3);
    }

    @Test
    void a_scene_has_another_version_with_other_photos() throws IOException {
        write(Split.TEST.images(), idx(0x803, 250, 20, 28, 28));
        write(Split.TEST.labels(), labels(20));
        SceneImage before = scene();
        assertThat(scene().version()).isEqualTo(before.version());

        write(Split.TEST.images(), idx(0x803, 90, 20, 28, 28));

        assertThat(scene().id()).isEqualTo(before.id());
        assertThat(scene().version()).isNotEqualTo(before.version());
    }

    private SceneImage scene() {
        return new SceneImage("a scene", null, new SceneComposer(Photos.of(Split.TEST, folder)));
    }

    @Test
    void names_a_missing_file_and_those_expected() {
        assertThatThrownBy(() -> Photos.of(Split.TRAIN, folder))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("[FILE_NOT_FOUND]")
                .hasMessageContaining("train-images-idx3-ubyte.gz: does not exist")
                .hasMessageContaining("t10k-labels-idx1-ubyte.gz");
    }

    @Test
    void refuses_damaged_files() throws IOException {
        write(Split.TEST.labels(), labels(20));
        byte[] whole = idx(0x803, 250, 20, 28, 28);
        write(Split.TEST.images(), Arrays.copyOf(whole, whole.length / 2));
        refused("is no complete gzip file");
        write(Split.TEST.images(), "not a zip at all".getBytes());
        refused("is no complete gzip file");
        write(Split.TEST.images(), idx(0x801, 0, 20));
        refused("is no IDX file of bytes with 3 dimensions");
        write(Split.TEST.images(), idx(0x803, 0, 20, 32, 32));
        refused("has the sizes [20, 32, 32], expected 28×28");
        write(Split.TEST.images(), idx(0x803, 0, 21, 28, 28));
        refused("has 20 labels for 21 photos");
        write(Split.TEST.images(), idx(0x803, 0, 2, 28, 28));
        write(Split.TEST.labels(), labels(2));
        refused("has no pullover");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Photos.of(Split.TEST, folder))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("[CORRUPT_FILE] " + folder)
                .hasMessageContaining(message);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] labels(int count) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            data.put((byte) (i % 10));
        }
        return zip(data.array());
    }

    private static byte[] idx(int magic, int value, int... dimensions) throws IOException {
        int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        int header = 4 + 4 * dimensions.length;
        byte[] bytes = new byte[header + size];
        Arrays.fill(bytes, header, bytes.length, (byte) value);
        ByteBuffer data = ByteBuffer.wrap(bytes).putInt(magic);
        Arrays.stream(dimensions).forEach(data::putInt);
        return zip(bytes);
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
