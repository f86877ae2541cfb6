package dev.imago.api.evaluate;

import dev.imago.api.Api;

/**
 * A figure with what is known of its uncertainty.
 *
 * @param name in lower case, words joined by {@code _}
 * @param value of all that was measured
 * @param low end of the confidence interval; not a number where there is none
 * @param high end of the confidence interval; not a number where there is none
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Measured(String name, double value, double low, double high) {
    /** A figure without an interval. */
    public static Measured plain(String name, double value) {
        return new Measured(name, value, Double.NaN, Double.NaN);
    }

    /** Whether there is an interval. */
    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
