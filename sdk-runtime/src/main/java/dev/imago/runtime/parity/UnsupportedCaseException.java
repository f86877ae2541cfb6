package dev.imago.runtime.parity;

/** A case about something that no loaded plugin offers. */
final class UnsupportedCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is missing
     */
    UnsupportedCaseException(String reason) {
        super(reason);
    }
}
