package dev.imago.plugins.sources.files;

import dev.imago.api.plugin.Check;

/** Room on the disk as recipes give it: in GB of 10^9 bytes. */
public final class Gigabytes {
    private static final double BYTES = 1e9;
    private static final double MOST = 1e6;

    private Gigabytes() {}

    /**
     * What a recipe gives, or the default; refused where no disk has it.
     *
     * @param byDefault may be null
     * @param key in the recipe
     */
    public static Double check(Double given, Double byDefault, String key) {
        return Check.between(given, byDefault, 0, MOST, key);
    }

    /** So many in bytes. */
    public static long bytes(double gigabytes) {
        return (long) (gigabytes * BYTES);
    }
}
