package dev.imago.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the processor can do that decides how fast a model runs. */
final class ProcessorFeatures {
    private static final List<String> TOLD =
            List.of(
                    "avx2",
                    "avx512f",
                    "avx512_vnni",
                    "avx512_bf16",
                    "amx_bf16",
                    "amx_int8",
                    "asimd",
                    "bf16",
                    "i8mm",
                    "sve");

    private final List<String> present;

    private ProcessorFeatures(List<String> present) {
        this.present = present;
    }

    /** Of this machine; none where Linux does not tell. */
    static ProcessorFeatures ofMachine() {
        return of(Path.of("/proc/cpuinfo"));
    }

    static ProcessorFeatures of(Path cpuinfo) {
        try {
            for (String line : Files.readAllLines(cpuinfo)) {
                if (line.startsWith("flags") || line.startsWith("Features")) {
                    List<String> words = List.of(line.substring(line.indexOf(':') + 1).split(" "));
                    List<String> present = new ArrayList<>(TOLD);
                    present.retainAll(Set.copyOf(words));
                    return new ProcessorFeatures(present);
                }
            }
        } catch (IOException e) {
            return new ProcessorFeatures(List.of()); // not Linux
        }
        return new ProcessorFeatures(List.of());
    }

    List<String> present() {
        return present;
    }

    /** Whether bfloat16 is multiplied as such, not by way of float32. */
    boolean fastBf16() {
        return present.contains("avx512_bf16")
                || present.contains("amx_bf16")
                || present.contains("bf16");
    }
}
