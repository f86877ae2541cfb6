package dev.imago.api.nn;

import dev.imago.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the processor can do that decides which kernels are the fast ones. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class ProcessorFeatures {
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
    public static ProcessorFeatures ofMachine() {
        return of(Path.of("/proc/cpuinfo"));
    }

    /** As a file in the layout of Linux's {@code /proc/cpuinfo} tells them. */
    public static ProcessorFeatures of(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return new ProcessorFeatures(
                    lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                            .findFirst()
                            .map(ProcessorFeatures::told)
                            .orElse(List.of()));
        } catch (IOException e) {
            return new ProcessorFeatures(List.of()); // not Linux
        }
    }

    private static List<String> told(String line) {
        List<String> words = List.of(line.substring(line.indexOf(':') + 1).split(" "));
        List<String> present = new ArrayList<>(TOLD);
        present.retainAll(Set.copyOf(words));
        return present;
    }

    /** Those of interest, under Linux's names. */
    public List<String> present() {
        return present;
    }

    /** Whether bfloat16 is multiplied as such, not by way of float32. */
    public boolean fastBf16() {
        return present.contains("avx512_bf16")
                || present.contains("amx_bf16")
                || present.contains("bf16");
    }

    /** Whether FBGEMM's kernels run: x86 with AVX2. */
    boolean avx2() {
        return present.contains("avx2");
    }

    /** Whether it multiplies whole tiles of bfloat16 (Intel AMX). */
    public boolean tilesOfBf16() {
        return present.contains("amx_bf16");
    }
}
