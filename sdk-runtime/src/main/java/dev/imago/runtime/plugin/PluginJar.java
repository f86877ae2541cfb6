package dev.imago.runtime.plugin;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.plugin.Plugin;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds and opens plugin jars. */
final class PluginJar {
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    private PluginJar() {}

    /** The jars, with each folder replaced by the jars in it, in order of their names. */
    static List<Path> list(List<Path> jarsAndFolders, PluginProblems problems) {
        return jarsAndFolders.stream()
                .flatMap(
                        path ->
                                Files.isDirectory(path)
                                        ? inFolder(path, problems)
                                        : Stream.of(path))
                .map(path -> path.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }

    /** A class loader over a jar, or a problem. */
    static Optional<URLClassLoader> open(Path jar, ClassLoader parent, PluginProblems problems) {
        if (!Files.exists(jar)) {
            problems.add(ErrorCode.FILE_NOT_FOUND, jar.toString(), "no such plugin jar.", "");
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getEntry(SERVICE) == null) {
                problems.add(
                        ErrorCode.PLUGIN_FAILED,
                        jar.toString(),
                        "holds no plugin: it has no " + SERVICE + ".",
                        "That file names the class that implements Plugin.");
                return Optional.empty();
            }
            return Optional.of(new PluginClassLoader(jar.toString(), jar.toUri().toURL(), parent));
        } catch (IOException e) {
            problems.add(
                    ErrorCode.PLUGIN_FAILED,
                    jar.toString(),
                    "is not a jar that can be read: " + e.getMessage() + ".",
                    "");
            return Optional.empty();
        }
    }

    private static Stream<Path> inFolder(Path folder, PluginProblems problems) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            problems.add(
                    ErrorCode.FILE_UNREADABLE,
                    folder.toString(),
                    "can't list the folder: " + e.getMessage() + ".",
                    "");
            return Stream.empty();
        }
    }
}
