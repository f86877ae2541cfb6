package dev.imago.runtime.report;

import ai.djl.engine.Engine;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Versions and hardware, as a report states them. */
public final class MachineFacts {
    /** Name of the fact that tells the most memory this process has had. */
    public static final String PEAK_MEMORY = "Peak memory";

    private MachineFacts() {}

    /** All facts by name. Loads the engine, if that has not been done. */
    public static Map<String, String> withEngine() {
        Map<String, String> facts = withoutEngine();
        facts.put("libtorch", Engine.getInstance().getVersion());
        peakBytes().ifPresent(bytes -> facts.put(PEAK_MEMORY, NumberText.bytes(bytes)));
        return facts;
    }

    /** What can be told without loading the engine. */
    public static Map<String, String> withoutEngine() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Imago", imagoVersion());
        facts.put("DJL", Engine.getDjlVersion());
        facts.put("Java", property("java.vm.name") + " " + property("java.version"));
        facts.put(
                "System",
                property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("Processor", processor() + " × " + Runtime.getRuntime().availableProcessors());
        facts.put("Memory", NumberText.bytes(memoryBytes()));
        return facts;
    }

    /** The version of this build, from the manifest of its jar. */
    public static String imagoVersion() {
        String version = MachineFacts.class.getPackage().getImplementationVersion();
        return version == null ? "(from classes)" : version;
    }

    /** The processor's name, as its maker gives it. */
    public static String processor() {
        return line("/proc/cpuinfo", "model name").orElse(property("os.arch"));
    }

    /** Memory of the machine, or of the container. */
    public static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    /** The most memory this process has had, native memory included; empty where nobody tells. */
    public static OptionalLong peakBytes() {
        Optional<String> kilobytes = line("/proc/self/status", "VmHWM");
        return kilobytes.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(1024 * Long.parseLong(kilobytes.get().replaceAll("\\D", "")));
    }

    private static Optional<String> line(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty(); // not Linux
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
