package dev.imago.runtime.parity;

/**
 * How one case went.
 *
 * @param name its folder
 * @param family what it is about
 * @param status how it went
 * @param compared how many tensors and numbers were compared
 * @param worst the comparison that came nearest to (or went furthest beyond) its tolerance; null
 *     when nothing was compared
 * @param reason why it is unsupported or deviates, or what broke; may be empty
 */
public record CaseResult(
        String name,
        String family,
        Status status,
        int compared,
        TensorComparison worst,
        String reason) {
    /** How a case went. */
    public enum Status {
        /** Everything agrees. */
        PASSED,
        /** Something differs, or the case can't be read. */
        FAILED,
        /** The case shows a defect of the reference; everything apart from it agrees. */
        DEVIATING,
        /** No loaded plugin offers what the case is about. */
        UNSUPPORTED;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One line about it. */
    public String detail() {
        StringBuilder line = new StringBuilder(reason);
        if (worst != null && status != Status.UNSUPPORTED) {
            line.append(line.length() == 0 ? "" : "; ")
                    .append(compared)
                    .append(" compared, ")
                    .append(status == Status.FAILED ? "differs: " : "nearest: ")
                    .append(worst.name());
            if (!Double.isNaN(worst.error())) {
                line.append(
                        String.format(
                                java.util.Locale.ROOT,
                                " off by %.2g of %.2g",
                                worst.error(),
                                worst.allowed()));
            }
            if (!worst.place().isEmpty()) {
                line.append(" (").append(worst.place()).append(')');
            }
        }
        return line.toString();
    }
}
