package dev.imago.plugins.sources.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {
    @TempDir Path folder;

    @Test
    void what_was_used_longest_ago_goes_first() throws IOException {
        Path a = file("a.kept", 3);
        Path b = file("b.kept", 2);
        Path c = file("c.kept", 1);
        file("other.txt", 9);
        KeptFiles files = new KeptFiles(folder, ".kept");
        assertThat(files.makeRoom(60, 100)).isTrue();
        assertThat(List.of(a, b)).noneMatch(Files::exists);
        assertThat(c).exists();
        assertThat(names()).containsExactly("c.kept", "other.txt");
    }

    @Test
    void use_makes_a_file_young_without_changing_it() throws IOException {
        Path a = file("a.kept", 3);
        file("b.kept", 2);
        FileTime changed = Files.getLastModifiedTime(a);
        try (Other other = new Other("a.kept")) {
            assertThat(other.found()).isEqualTo("true");
        }
        assertThat(Files.getLastModifiedTime(a)).isEqualTo(changed);
        assertThat(new KeptFiles(folder, ".kept").makeRoom(60, 100)).isTrue();
        assertThat(names()).contains("a.kept").doesNotContain("b.kept");
    }

    @Test
    void what_another_process_uses_stays_until_it_ends() throws IOException {
        Path a = file("a.kept", 3);
        file("b.kept", 2);
        KeptFiles files = new KeptFiles(folder, ".kept");
        try (Other other = new Other("a.kept")) {
            assertThat(other.found()).isEqualTo("true");
            assertThat(files.delete(a)).isFalse();
            assertThat(files.makeRoom(100, 100)).isFalse();
            assertThat(names()).contains("a.kept").doesNotContain("b.kept");
        }
        assertThat(files.makeRoom(100, 100)).isTrue();
        assertThat(names()).isEmpty();
        assertThat(folder.resolve("used")).as("its list is gone").isEmptyDirectory();
    }

    @Test
    void what_this_process_uses_stays() throws IOException {
        Path a = file("a.kept", 3);
        Path later = folder.resolve("later.kept");
        KeptFiles one = new KeptFiles(folder, ".kept");
        assertThat(one.use(a)).isTrue();
        assertThat(one.use(later)).isFalse();
        file("later.kept", 2);
        KeptFiles other = new KeptFiles(folder, ".kept");
        assertThat(other.makeRoom(100, 100)).isFalse();
        assertThat(names()).containsExactly("a.kept", "later.kept");
    }

    @Test
    void what_kills_and_indexes_leave_goes_too() throws IOException {
        file("a.kept", 3);
        file("a.kept.samples.index", 3);
        file("b.kept.gone", 3);
        file("c.kept.1-1.tmp", 3);
        Files.setLastModifiedTime(
                folder.resolve("c.kept.1-1.tmp"),
                FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        file("d.kept.1-2.tmp", 3);
        assertThat(new KeptFiles(folder, ".kept").makeRoom(100, 100)).isTrue();
        assertThat(names()).containsExactly("d.kept.1-2.tmp");
    }

    @Test
    void two_processes_that_make_room_at_once_lose_nothing_they_use() throws IOException {
        for (int i = 0; i < 200; i++) {
            file("f" + i + ".kept", i);
        }
        try (Other one = new Other("many", "0");
                Other two = new Other("many", "1")) {
            assertThat(one.found()).isEqualTo("50");
            assertThat(two.found()).isEqualTo("50");
        }
    }

    private Path file(String name, int hoursAgo) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[40]);
        FileTime used = FileTime.from(Instant.now().minus(Duration.ofHours(hoursAgo)));
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, used, null);
        return file;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Another process, which uses files until it is closed. */
    private final class Other implements AutoCloseable {
        private final Process process;

        Other(String... wanted) throws IOException {
            List<String> command =
                    Stream.concat(
                                    Stream.of(
                                            ProcessHandle.current().info().command().orElse("java"),
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            User.class.getName(),
                                            folder.toString()),
                                    Stream.of(wanted))
                            .toList();
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        }

        /** What it says, once it has used all. */
        String found() throws IOException {
            return process.inputReader().readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /** What another process does: says what it found, and lives on. */
    static final class User {
        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            KeptFiles files = new KeptFiles(folder, ".kept");
            if (args[1].equals("many")) {
                System.out.println(many(files, folder, Integer.parseInt(args[2])));
            } else {
                System.out.println(files.use(folder.resolve(args[1])));
            }
            System.in.read();
        }

        /** Uses fifty files, makes room between, and counts those that are there in the end. */
        private static long many(KeptFiles files, Path folder, int first) throws IOException {
            List<Path> own =
                    Stream.iterate(first, i -> i + 4)
                            .limit(50)
                            .map(i -> folder.resolve("f" + i + ".kept"))
                            .toList();
            for (Path file : own) {
                if (!files.use(file)) {
                    WholeFile.write(file, to -> Files.write(to, new byte[40]));
                }
                files.makeRoom(0, 40 * 100);
            }
            return own.stream().filter(Files::exists).count();
        }
    }
}
