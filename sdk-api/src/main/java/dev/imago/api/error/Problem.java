package dev.imago.api.error;

import dev.imago.api.Api;

/**
 * One thing that is wrong, told once.
 *
 * @param code the stable word
 * @param place where: file, line and key, or a sample id; empty when there is none
 * @param message what was found and what was expected
 * @param hint what to do, or the nearest right name; empty when there is none
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Problem(ErrorCode code, String place, String message, String hint) {
    /** A problem without a hint. */
    public static Problem of(ErrorCode code, String place, String message) {
        return new Problem(code, place, message, "");
    }

    @Override
    public String toString() {
        return "["
                + code
                + "] "
                + (place.isEmpty() ? "" : place + ": ")
                + message
                + (hint.isEmpty() ? "" : " " + hint);
    }
}
