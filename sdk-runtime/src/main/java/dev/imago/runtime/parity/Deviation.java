package dev.imago.runtime.parity;

/**
 * A reviewed defect of the reference that Imago does not repeat.
 *
 * @param id by which checks name it
 * @param families whose cases can show it
 * @param condition how a case shows it
 * @param reference what the reference does
 * @param imago what Imago does instead
 */
record Deviation(
        String id,
        java.util.List<String> families,
        String condition,
        String reference,
        String imago) {}
