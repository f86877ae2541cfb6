package dev.imago.plugins.sources.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {
    @TempDir Path folder;
    private IndexStore store;
    private Path file;
    private int built;

    @BeforeEach
    void writeFile() throws IOException {
        store = new IndexStore(folder.resolve("cache"));
        file = Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("f"), "abc");
    }

    private LongTable open(String key) {
        return store.open(
                file,
                "rows",
                key,
                2,
                rows -> {
                    built++;
                    for (long i = 0; i < 100_000; i++) {
                        rows.put(i);
                        rows.put(-i);
                    }
                });
    }

    @Test
    void an_index_is_made_once_and_lies_beside_its_file() throws IOException {
        LongTable first = open("k");
        LongTable second = open("k");

        assertThat(built).isOne();
        assertThat(first.rows()).isEqualTo(second.rows()).isEqualTo(100_000);
        assertThat(second.get(99_999, 0)).isEqualTo(99_999);
        assertThat(second.get(99_999, 1)).isEqualTo(-99_999);
        assertThat(names(file.getParent())).containsExactly("f", "f.rows.imago-index");
    }

    @Test
    void it_is_made_anew_when_the_file_or_the_way_of_reading_it_changes() throws IOException {
        open("k");
        open("other");
        assertThat(built).isEqualTo(2);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        open("other");
        assertThat(built).isEqualTo(3);
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "abcd");
        Files.setLastModifiedTime(file, time);
        open("other");
        assertThat(built).isEqualTo(4);
    }

    @Test
    void a_damaged_or_torn_index_is_made_anew() throws IOException {
        open("k");
        Path index = file.resolveSibling("f.rows.imago-index");
        byte[] whole = Files.readAllBytes(index);
        for (int place : new int[] {3, 20, 70, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 1;
            Files.write(index, damaged);
            assertThat(open("k").get(5, 0)).isEqualTo(5);
        }
        Files.write(index, Arrays.copyOf(whole, whole.length - 8));
        assertThat(open("k").rows()).isEqualTo(100_000);
        Files.write(index, new byte[10]);
        assertThat(open("k").rows()).isEqualTo(100_000);
        assertThat(built).isEqualTo(7);
    }

    @Test
    void where_its_place_is_taken_the_cache_has_it() throws IOException {
        // A folder of that name can't be replaced by a file.
        Path taken = Files.createDirectory(file.resolveSibling("f.rows.imago-index"));
        Files.writeString(taken.resolve("x"), "x");

        assertThat(open("k").get(7, 0)).isEqualTo(7);
        assertThat(open("k").get(7, 0)).isEqualTo(7);

        assertThat(names(folder.resolve("cache")))
                .singleElement()
                .asString()
                .endsWith("-f.rows.imago-index");
        assertThat(names(file.getParent())).as("nothing unfinished is left").hasSize(2);
    }

    @Test
    void where_nothing_can_be_written_that_is_told() throws IOException {
        Path taken = Files.createDirectory(file.resolveSibling("f.rows.imago-index"));
        Files.writeString(taken.resolve("x"), "x");
        Files.writeString(folder.resolve("cache"), "no folder");

        assertThatThrownBy(() -> open("k"))
                .hasMessageContaining("DISK")
                .hasMessageContaining("needs an index");
    }

    @Test
    void what_fails_while_it_is_made_leaves_nothing() throws IOException {
        assertThatThrownBy(
                        () ->
                                store.open(
                                        file,
                                        "rows",
                                        "k",
                                        1,
                                        rows -> {
                                            throw new IOException("disk on fire");
                                        }))
                .hasMessageContaining("FILE_UNREADABLE")
                .hasMessageContaining("disk on fire");
        assertThat(names(file.getParent())).containsExactly("f");
    }

    @Test
    void several_may_make_it_at_once() {
        List<LongTable> tables = IntStream.range(0, 8).parallel().mapToObj(i -> open("k")).toList();
        assertThat(tables).allSatisfy(table -> assertThat(table.get(9, 0)).isEqualTo(9));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
