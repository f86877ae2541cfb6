package dev.imago.api.cli;

import dev.imago.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** How long this process runs, for benchmarks of what comes first. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class ProcessAge {
    private static final Path OWN = Path.of("/proc/self/stat");
    private static final Path SYSTEM = Path.of("/proc/uptime");
    private static final int START = 19;
    private static final double TICKS = 100;

    private ProcessAge() {}

    /**
     * Seconds since the system started this process; the launcher's script counts, which became it.
     * On Linux {@link ProcessHandle} is up to a second off, since it starts from the whole second
     * of the system's own start.
     *
     * @return NaN where the system does not tell
     */
    public static double seconds() {
        try {
            String own = Files.readString(OWN);
            String[] behindName = own.substring(own.lastIndexOf(')') + 2).split(" ");
            String uptime = Files.readString(SYSTEM).split(" ")[0];
            return Double.parseDouble(uptime) - Long.parseLong(behindName[START]) / TICKS;
        } catch (IOException e) { // not Linux
            return sinceStartInstant();
        }
    }

    private static double sinceStartInstant() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toNanos() / 1e9)
                .orElse(Double.NaN);
    }
}
