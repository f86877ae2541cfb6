package dev.imago.plugins.sources;

import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder with pictures of which the first colour is their number, and a file of records about
 * them.
 */
abstract class RecordBed {
    @TempDir Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        Files.createDirectory(folder.resolve("clip"));
        for (int i = 0; i < 12; i++) {
            PictureWriter.write(shade(i), folder.resolve("p" + i + ".png"));
            PictureWriter.write(shade(i), folder.resolve("clip/frame-" + i + ".png"));
        }
    }

    static Picture shade(int red) {
        byte[] rgb = new byte[20 * 10 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) (i / 3 % 20);
        }
        return new Picture(20, 10, rgb);
    }

    final <S extends Sample> S only(Class<S> type, String fields) {
        return all(type, fields).get(0);
    }

    final <S extends Sample> List<S> all(Class<S> type, String... fields) {
        StringBuilder text = new StringBuilder();
        for (String row : fields) {
            text.append('{').append(row).append("}\n");
        }
        write(text.toString());
        Samples<S> samples = TestSources.json(file(), RecordSettings.usual()).samples("task", type);
        return LongStream.range(0, samples.size()).mapToObj(samples::get).toList();
    }

    final Path file() {
        return folder.resolve("rows.jsonl");
    }

    final void write(String text) {
        try {
            Files.writeString(file(), text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
