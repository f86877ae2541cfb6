package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/** Recognises what users can mend in what was thrown: a full heap, a full disk, no memory left. */
final class KnownFailure {
    private KnownFailure() {}

    /** The failure in Imago's words; empty for a defect. */
    static Optional<ImagoException> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ImagoException known) {
                return Optional.of(known);
            }
            if (cause instanceof InvalidValueException invalid) {
                return known(ErrorCode.INVALID_VALUE, invalid.key(), invalid.reason(), cause);
            }
            Optional<ImagoException> resource = resource(cause);
            if (resource.isPresent()) {
                return resource;
            }
        }
        return Optional.empty();
    }

    private static Optional<ImagoException> resource(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof OutOfMemoryError) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return known(
                    ErrorCode.MEMORY,
                    "",
                    "the Java heap is full; it may take "
                            + megabytes
                            + " MiB. IMAGO_JAVA_OPTS=-Xmx8g gives it 8 GiB",
                    cause);
        }
        if (message.contains("can't allocate memory") || message.contains("out of memory")) {
            return known(
                    ErrorCode.MEMORY,
                    "",
                    "no memory left for tensors. A smaller batch_size, more accumulate or"
                            + " precision bf16 needs less: "
                            + cause.getMessage().lines().findFirst().orElse(""),
                    cause);
        }
        if (message.contains("no space left on device") || message.contains("quota exceeded")) {
            return known(ErrorCode.DISK, "", "the disk is full: " + cause.getMessage(), cause);
        }
        return Optional.empty();
    }

    private static Optional<ImagoException> known(
            ErrorCode code, String place, String message, Throwable cause) {
        return Optional.of(new ImagoException(code, place, message, cause));
    }
}
