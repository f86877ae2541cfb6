package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDatasetSourceTest {
    @TempDir Path folder;

    @Test
    void neighbouring_files_of_one_key_are_a_sample() throws IOException {
        new TarBytes()
                .folder("a")
                .file("a/0001.jpg", png(1))
                .text("a/0001.txt", "one\n")
                .text("a/0002.txt", "two")
                .file("a/0002.png", png(2))
                .write(folder.resolve("s-00.tar"));
        new TarBytes().write(folder.resolve("s-01.tar"));
        new TarBytes()
                .file("b/3.jpg", png(3))
                .text("b/3.json", "{\"caption\": \"three\", \"id\": \"third\"}")
                .text("b/3.unknown", "left alone")
                .write(folder.resolve("s-02.tar"));

        for (String files : new String[] {"*.tar", "s-{00..02}.tar", "s-{00,01,02}.tar"}) {
            Samples<CaptionedImage> captions = samples(files, CaptionedImage.class);
            assertThat(TestSources.ids(captions)).containsExactly("a/0001", "a/0002", "third");
            assertThat(all(captions))
                    .extracting(CaptionedImage::caption)
                    .containsExactly("one", "two", "three");
            assertThat(all(captions))
                    .extracting(c -> c.image().load().at(0, 0, 0))
                    .containsExactly(1, 2, 3);
        }
        assertThat(samples("s-02.tar", CaptionedImage.class).size()).isOne();
    }

    @Test
    void an_image_has_another_version_once_its_archive_changed() throws IOException {
        Path archive = folder.resolve("s.tar");
        byte[] png = png(1);
        new TarBytes().file("1.png", png).text("1.txt", "one").write(archive);
        ImageSource before = samples("*.tar", CaptionedImage.class).get(0).image();
        String version = before.version();
        try (InputStream bytes = before.encoded().orElseThrow()) {
            assertThat(bytes.readAllBytes()).isEqualTo(png);
        }

        new TarBytes().file("1.png", png(2)).text("1.txt", "one").write(archive);
        Files.setLastModifiedTime(archive, FileTime.fromMillis(12_345));

        ImageSource after = samples("*.tar", CaptionedImage.class).get(0).image();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.version()).isNotEqualTo(version);
    }

    @Test
    void names_after_the_key_are_fields_and_numbers_are_several_images() throws IOException {
        new TarBytes()
                .file("k.input_image.png", png(1))
                .file("k.edited_image.png", png(2))
                .text("k.json", "{\"edit_prompt\": \"Brighter\"}")
                .file("m.1.png", png(5))
                .file("m.0.png", png(4))
                .text(
                        "m.json",
                        "{\"conversations\": [{\"from\": \"human\", \"value\": \"<image><image>?\"},"
                                + " {\"from\": \"gpt\", \"value\": \"Yes\"}]}")
                .write(folder.resolve("x.tar"));

        EditPair edit = samples("*.tar", EditPair.class).get(0);
        assertThat(edit.after().load().at(0, 0, 0)).isEqualTo(2);
        Dialogue dialogue = samples("*.tar", Dialogue.class).get(0);
        assertThat(dialogue.conversation().images())
                .extracting(image -> image.load().at(0, 0, 0))
                .containsExactly(4, 5);
    }

    @Test
    void long_names_are_read_as_gnu_and_pax_write_them() throws IOException {
        String name = "folder/".repeat(30) + "7";
        new TarBytes()
                .longName(name + ".png")
                .file("cut", png(7))
                .pax(name + ".txt")
                .text("cut", "seven")
                .write(folder.resolve("x.tar"));
        CaptionedImage only = samples("*.tar", CaptionedImage.class).get(0);
        assertThat(only.id()).isEqualTo(name);
        assertThat(only.caption()).isEqualTo("seven");
        assertThat(only.image().load().at(0, 0, 0)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd.txt", "../x.txt", "a/../../x.txt", "C:\\x.txt", "a\\..\\x.txt"})
    void an_archive_with_a_name_that_leads_out_is_refused(String name) throws IOException {
        new TarBytes().text("0.txt", "x").text(name, "x").write(folder.resolve("x.tar"));
        assertThatThrownBy(() -> samples("*.tar", CaptionedImage.class))
                .hasMessageContaining("CORRUPT_FILE")
                .hasMessageContaining("x.tar (byte 1024)")
                .hasMessageContaining("has the entry '" + name + "'");
    }

    @Test
    void a_truncated_archive_is_refused() throws IOException {
        byte[] whole = new TarBytes().text("0.txt", "x".repeat(600)).bytes();
        Files.write(folder.resolve("x.tar"), Arrays.copyOf(whole, 1000));
        assertThatThrownBy(() -> samples("*.tar", CaptionedImage.class))
                .hasMessageContaining("x.tar (byte 0): is cut off");
        Files.write(folder.resolve("x.tar"), Arrays.copyOf(whole, 100));
        assertThatThrownBy(() -> samples("*.tar", CaptionedImage.class))
                .hasMessageContaining("is cut off within an entry's header");
    }

    @Test
    void what_is_no_archive_is_told() throws IOException {
        Files.writeString(folder.resolve("x.tar"), "no archive ".repeat(100));
        assertThatThrownBy(() -> samples("*.tar", CaptionedImage.class))
                .hasMessageContaining("is no tar archive");
    }

    @Test
    void compressed_archives_are_unpacked_once_and_named_as_they_are() throws IOException {
        Path zipped = folder.resolve("a.tar.gz");
        compress(new TarBytes().file("1.png", png(1)).text("1.txt", "one"), zipped);
        compress(
                new TarBytes().file("2.png", png(2)).text("2.txt", "two"),
                folder.resolve("b.tar.gz"));
        for (int time = 0; time < 2; time++) {
            Samples<CaptionedImage> samples = samples("*.tar.gz", CaptionedImage.class);
            assertThat(all(samples)).extracting(CaptionedImage::caption).contains("one", "two");
            assertThat(samples.get(0).image().load().at(0, 0, 0)).isEqualTo(1);
            assertThat(samples.get(0).image().id()).startsWith(zipped + "!1.png");
            assertThat(unpacked()).hasSize(2);
        }
        Files.delete(zipped);
        compress(new TarBytes().file("1.png", png(9)).text("1.txt", "another text"), zipped);
        CaptionedImage changed = samples("*.tar.gz", CaptionedImage.class).get(0);
        assertThat(changed.caption()).isEqualTo("another text");
        assertThat(changed.image().load().at(0, 0, 0)).isEqualTo(9);
        assertThat(unpacked()).as("the older copy, which this process uses, stays").hasSize(3);
    }

    @Test
    void a_compressed_archive_that_is_cut_off_or_takes_too_much_leaves_nothing()
            throws IOException {
        Path zipped = folder.resolve("a.tar.gz");
        compress(new TarBytes().file("1.png", png(1)).text("1.txt", "one"), zipped);
        byte[] whole = Files.readAllBytes(zipped);
        assertThatThrownBy(() -> open(new WebDatasetConfig(folder, "*.tar.gz", 1e-7, null)))
                .hasMessageContaining("unpacked_gb");
        assertThat(unpacked()).isEmpty();
        for (int length : new int[] {4, whole.length / 2, whole.length - 4}) {
            Files.write(zipped, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> samples("*.tar.gz", CaptionedImage.class))
                    .hasMessageContaining("CORRUPT_FILE")
                    .hasMessageContaining(zipped.toString());
            assertThat(unpacked()).isEmpty();
        }
    }

    private List<Path> unpacked() throws IOException {
        Path copies = folder.resolve("archives");
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(copies)) {
            return all.filter(file -> file.toString().contains(".tar"))
                    .filter(file -> !file.toString().endsWith(".imago-index"))
                    .toList();
        }
    }

    private static void compress(TarBytes tar, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(tar.bytes());
        }
    }

    @Test
    void files_that_a_pattern_promises_must_be_there() throws IOException {
        new TarBytes().write(folder.resolve("s-00.tar"));
        assertThatThrownBy(() -> samples("s-{00..03}.tar", CaptionedImage.class))
                .hasMessageContaining("FILE_NOT_FOUND")
                .hasMessageContaining("lacks 3 of the files")
                .hasMessageContaining("s-01.tar");
        assertThatThrownBy(() -> samples("t-*.tar", CaptionedImage.class))
                .hasMessageContaining("has no file 't-*.tar'");
    }

    @Test
    void two_images_of_one_name_and_bad_json_are_bad_samples() throws IOException {
        new TarBytes()
                .file("a.png", png(1))
                .file("a.jpg", png(2))
                .text("b.json", "{torn")
                .file("c.png", png(3))
                .text("c.txt", "three")
                .write(folder.resolve("x.tar"));
        Samples<CaptionedImage> captions = samples("*.tar", CaptionedImage.class);
        assertThat(captions.size()).isEqualTo(3);
        assertThatThrownBy(() -> captions.get(0)).hasMessageContaining("a.jpg: is a second file");
        assertThatThrownBy(() -> captions.get(1)).hasMessageContaining("x.tar!b: has json");
        assertThat(captions.id(1)).isEqualTo("x.tar#1");
        assertThat(captions.get(2).caption()).isEqualTo("three");
    }

    @Test
    void samples_are_read_in_any_order_by_several_threads() throws IOException {
        TarBytes tar = new TarBytes();
        for (int i = 0; i < 300; i++) {
            tar.file(i + ".png", png(i % 200)).text(i + ".txt", "caption " + i);
        }
        tar.write(folder.resolve("x.tar"));
        Samples<CaptionedImage> captions = samples("*.tar", CaptionedImage.class);
        LongStream.range(0, 300)
                .parallel()
                .map(i -> i * 7 % 300)
                .forEach(
                        i -> {
                            CaptionedImage sample = captions.get(i);
                            assertThat(sample.caption()).isEqualTo("caption " + i);
                            assertThat(sample.image().load().at(0, 0, 0)).isEqualTo((int) i % 200);
                        });
    }

    private <S extends Sample> Samples<S> samples(String files, Class<S> type) {
        WebDatasetConfig config = new WebDatasetConfig(folder, files, null, null);
        return open(config).samples("task", type);
    }

    private WebDatasetSource open(WebDatasetConfig config) {
        return new WebDatasetSource(
                config, new ImageFiles(), TestSources.VIDEOS, TestSources.indexes(folder));
    }

    private static <S extends Sample> List<S> all(Samples<S> samples) {
        return LongStream.range(0, samples.size()).mapToObj(samples::get).toList();
    }

    private byte[] png(int red) throws IOException {
        Path file = folder.resolve("pixel.png.tmp");
        PictureWriter.write(new Picture(1, 1, new byte[] {(byte) red, 0, 0}), file);
        return Files.readAllBytes(file);
    }
}
