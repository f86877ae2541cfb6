package dev.imago.it.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a sample that is no module of the build, and packs it as its own build would. */
final class SampleJar {
    private SampleJar() {}

    /**
     * @param project folder with src/main/java and src/main/resources
     * @param folder empty, for classes and jar
     */
    static Path build(Path project, Path folder) {
        try {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            compile(project.resolve("src/main/java"), classes);
            Path jar = folder.resolve("sample.jar");
            try (OutputStream file = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                pack(classes, zip);
                pack(project.resolve("src/main/resources"), zip);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("sample " + project, e);
        }
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-d",
                            classes.toString(),
                            "-proc:none",
                            "-Xlint:all,-processing,-classfile,-path",
                            "-Werror",
                            "-cp",
                            System.getProperty("java.class.path"));
            var units = files.getJavaFileObjectsFromPaths(files(sources, ".java"));
            if (!compiler.getTask(null, files, null, options, null, units).call()) {
                throw new IllegalStateException("the sample does not compile: " + sources);
            }
        }
    }

    private static void pack(Path folder, ZipOutputStream zip) throws IOException {
        for (Path file : files(folder, "")) {
            zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
            zip.write(Files.readAllBytes(file));
            zip.closeEntry();
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
