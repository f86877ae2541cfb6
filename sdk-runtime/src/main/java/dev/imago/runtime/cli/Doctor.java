package dev.imago.runtime.cli;

import ai.djl.engine.Engine;
import com.sun.management.OperatingSystemMXBean;
import dev.imago.api.nn.ProcessorFeatures;
import dev.imago.runtime.report.MachineFacts;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the machine, and says what it found and what to do. */
final class Doctor {
    private static final List<String> VARIABLES =
            List.of(
                    "IMAGO_JAVA_OPTS",
                    "IMAGO_HOME",
                    "OMP_NUM_THREADS",
                    "OMP_WAIT_POLICY",
                    "GOMP_SPINCOUNT",
                    "CUDA_VISIBLE_DEVICES",
                    "PYTORCH_LIBRARY_PATH",
                    "PYTORCH_VERSION",
                    "PYTORCH_FLAVOR",
                    "DJL_CACHE_DIR");

    private final Map<String, String> environment;
    private final EngineFacts engine;
    private final ProcessorFeatures features;
    private final boolean nvidiaDriver;

    Doctor(
            Map<String, String> environment,
            EngineFacts engine,
            ProcessorFeatures features,
            boolean nvidiaDriver) {
        this.environment = environment;
        this.engine = engine;
        this.features = features;
        this.nvidiaDriver = nvidiaDriver;
    }

    /** Looks at this machine. */
    static Doctor ofMachine(Map<String, String> environment) {
        return new Doctor(
                environment,
                EngineFacts.load(),
                ProcessorFeatures.ofMachine(),
                Files.exists(Path.of("/proc/driver/nvidia/version"))
                        || Files.exists(Path.of("/dev/nvidiactl")));
    }

    /** What was found, in sections. */
    Map<String, Map<String, Object>> findings() {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("versions", new LinkedHashMap<>(MachineFacts.withoutEngine()));
        sections.put("processor", processor());
        sections.put("memory", memory());
        sections.put("engine", engine.object());
        sections.put("device", device());
        sections.put("environment", variables());
        return sections;
    }

    /** What to do; empty when everything is well. */
    List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (!engine.loads()) {
            advice.add("The engine does not load. On the class path there must be " + cpuNatives());
        }
        if (nvidiaDriver && engine.gpus() == 0) {
            advice.add(GpuAdvice.text(engine.libtorch(), Engine.getDjlVersion()));
        }
        if (Runtime.getRuntime().maxMemory() < 256L << 20) {
            advice.add("The Java heap is small; IMAGO_JAVA_OPTS=-Xmx1g gives it 1 GiB.");
        }
        return advice;
    }

    /** Whether models can run here. */
    boolean well() {
        return engine.loads();
    }

    private Map<String, Object> processor() {
        Map<String, Object> section = new LinkedHashMap<>();
        int cores = Runtime.getRuntime().availableProcessors();
        section.put("name", MachineFacts.processor());
        section.put("cores", cores);
        section.put("features", features.present());
        section.put("threads: auto", cores);
        section.put(
                "precision: bf16",
                features.fastBf16()
                        ? "fast, and half the memory of fp32"
                        : "half the memory of fp32, but no faster on this processor");
        return section;
    }

    private static Map<String, Object> memory() {
        Map<String, Object> section = new LinkedHashMap<>();
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        section.put("total MiB", system.getTotalMemorySize() >> 20);
        section.put("free MiB", system.getFreeMemorySize() >> 20);
        section.put("Java heap, at most MiB", Runtime.getRuntime().maxMemory() >> 20);
        return section;
    }

    private Map<String, Object> device() {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("NVIDIA driver", nvidiaDriver);
        section.put("device: auto", engine.gpus() > 0 ? "cuda" : "cpu");
        section.put("because", because());
        return section;
    }

    private String because() {
        if (!engine.loads()) {
            return "the engine does not load";
        }
        if (engine.gpus() > 0) {
            return "the engine sees " + engine.gpus() + " GPU" + (engine.gpus() == 1 ? "" : "s");
        }
        return nvidiaDriver
                ? "there is an NVIDIA driver, but the engine is built without CUDA"
                : "there is no NVIDIA driver";
    }

    private Map<String, Object> variables() {
        Map<String, Object> section = new LinkedHashMap<>();
        for (String name : VARIABLES) {
            if (environment.containsKey(name)) {
                section.put(name, environment.get(name));
            }
        }
        return section;
    }

    private String cpuNatives() {
        return "ai.djl.pytorch:pytorch-native-cpu:"
                + engine.libtorch()
                + " with the classifier of this system (linux-x86_64, linux-aarch64, osx-aarch64, win-x86_64).";
    }
}
