package dev.imago.api.nn;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What libtorch writes to the error output when it is used in a way that may go in a later version:
 * nothing that who runs a program could change.
 */
final class TorchWarnings {
    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final String LIBRARY = "/libc10.so";
    private static final String LEVEL = "FLAGS_caffe2_log_level";
    private static final int ERRORS = 2;

    private TorchWarnings() {}

    /** Does some work without warnings, where that can be. */
    static <T> T without(Supplier<T> work) {
        Optional<Pointer> level = level();
        int before = level.map(pointer -> pointer.getInt(0)).orElse(0);
        try {
            level.ifPresent(pointer -> pointer.setInt(0, ERRORS));
            return work.get();
        } finally {
            level.ifPresent(pointer -> pointer.setInt(0, before));
        }
    }

    private static Optional<Pointer> level() {
        if (!Files.isReadable(MAPPED)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(MAPPED, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.endsWith(LIBRARY))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf('/')))
                    .map(NativeLibrary::getInstance)
                    .map(library -> library.getGlobalVariableAddress(LEVEL));
        } catch (IOException | LinkageError e) {
            return Optional.empty(); // another system or version: the warnings are shown
        }
    }
}
