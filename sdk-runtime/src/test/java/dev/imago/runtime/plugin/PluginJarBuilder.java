package dev.imago.runtime.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources and packs them as a plugin jar, as a plugin author's build would. */
public final class PluginJarBuilder {
    private final Path folder;
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final Map<String, Path> copied = new TreeMap<>();
    private final List<String> services = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /** Works below a folder, which must be empty. */
    public PluginJarBuilder(Path folder) {
        this.folder = folder;
    }

    /** Adds a top-level class of package {@code stranger}. */
    public PluginJarBuilder source(String name, String body) {
        String text =
                "package stranger; import dev.imago.api.plugin.*; import dev.imago.api.model.*;"
                        + " import dev.imago.api.train.*; import jakarta.inject.*; "
                        + body;
        sources.add(
                new SimpleJavaFileObject(
                        URI.create("string:///stranger/" + name + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                });
        return this;
    }

    /** Adds a class that implements Plugin, and names it as a service. */
    public PluginJarBuilder plugin(String name, String pluginName, String registerBody) {
        return service("stranger." + name)
                .source(
                        name,
                        "public class %s implements Plugin { public String name() { return \"%s\"; }"
                                        .formatted(name, pluginName)
                                + " public void register(Components components) { "
                                + registerBody
                                + " } }");
    }

    /** Names a class as a service, whether it is there or not. */
    public PluginJarBuilder service(String className) {
        services.add(className);
        return this;
    }

    /** Compiles a class but leaves it out of the jar, as a broken build would. */
    public PluginJarBuilder without(String simpleName) {
        leftOut.add(simpleName + ".class");
        return this;
    }

    /** Takes a class of these tests along, with the classes nested in it. */
    public PluginJarBuilder copyOf(Class<?> type) throws IOException {
        String folderOfType = type.getPackageName().replace('.', '/') + "/";
        Path classes = Path.of("target/test-classes", folderOfType);
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches(type.getSimpleName() + "(\\$.*)?\\.class")) {
                    copied.put(folderOfType + name, file);
                }
            }
        }
        return service(type.getName());
    }

    /** Compiles and packs. */
    public Path build(String jarName) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(jarName + "-classes"));
        compile(classes);
        Path jar = folder.resolve(jarName);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                if (!leftOut.contains(path.getFileName().toString())) {
                    put(zip, classes.relativize(path).toString(), Files.readAllBytes(path));
                }
            }
            for (Map.Entry<String, Path> copy : copied.entrySet()) {
                put(zip, copy.getKey(), Files.readAllBytes(copy.getValue()));
            }
            if (!services.isEmpty()) {
                put(
                        zip,
                        "META-INF/services/dev.imago.api.plugin.Plugin",
                        String.join("\n", services)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of(
                        "-d",
                        classes.toString(),
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"));
        if (!compiler.getTask(null, null, null, options, null, sources).call()) {
            throw new IllegalStateException("the plugin does not compile");
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
