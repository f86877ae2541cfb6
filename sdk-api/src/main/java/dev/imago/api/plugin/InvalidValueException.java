package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.util.List;

/** A config record was given a value it can't accept; the recipe reader adds file and line. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String reason;
    private final transient List<String> allowed;
    private final String found;

    /**
     * @param key the recipe key in snake_case
     * @param message what is wrong, starting with a verb: {@code "is -1, expected at least 1"}
     */
    public InvalidValueException(String key, String message) {
        this(key, message, List.of(), "");
    }

    /** As above, with the words that would be accepted, so that the nearest can be offered. */
    public InvalidValueException(String key, String message, List<String> allowed, String found) {
        super(key + " " + message);
        this.key = key;
        this.reason = message;
        this.allowed = List.copyOf(allowed);
        this.found = found;
    }

    /** The recipe key in snake_case. */
    public String key() {
        return key;
    }

    /** What is wrong, without the key, starting with a verb. */
    public String reason() {
        return reason;
    }

    /** Words that would be accepted; empty when the value is not an enumeration. */
    public List<String> allowed() {
        return allowed == null ? List.of() : allowed;
    }

    /** The word that was found; empty when the value is not an enumeration. */
    public String found() {
        return found;
    }
}
