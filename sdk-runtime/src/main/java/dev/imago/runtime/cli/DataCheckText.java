package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.inspect.DataCheck;
import dev.imago.runtime.inspect.Lengths;
import dev.imago.runtime.inspect.SetTally;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What a check of data found, for people. */
final class DataCheckText {
    private static final int WIDEST = 40;

    private final DataCheck.Result result;
    private final double rate;
    private final Path offenders;

    DataCheckText(DataCheck.Result result, double rate, Path offenders) {
        this.result = result;
        this.rate = rate;
        this.offenders = offenders;
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(sets()).append('\n');
        for (SetTally set : result.sets()) {
            lengths(set, text);
        }
        for (SetTally set : result.sets()) {
            set.set().lane().leftOut().ifPresent(line -> text.append(line).append('\n'));
        }
        TextTable shortenings = shortenings();
        text.append(shortenings.isEmpty() ? "" : shortenings.toString());
        TextTable reasons = reasons();
        boolean leftOut = result.sets().stream().anyMatch(set -> set.set().leftOut() > 0);
        text.append(reasons.isEmpty() ? "nothing is wrong with any sample\n" : reasons.toString());
        if (leftOut || !reasons.isEmpty()) {
            text.append(reasons.isEmpty() ? "records left out" : "all")
                    .append(" are listed in ")
                    .append(offenders)
                    .append('\n');
        }
        double speed = result.images() / Math.max(result.seconds(), 1e-9);
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "looked at %,d samples and %,d images in %.1f s, %,.0f images/s%n",
                                result.samples(),
                                result.images(),
                                result.seconds(),
                                speed))
                .toString();
    }

    private TextTable sets() {
        TextTable table =
                new TextTable(
                        "data set",
                        "samples",
                        "wrong",
                        "shortened",
                        "images",
                        "learned tokens",
                        "learned images");
        for (SetTally set : result.sets()) {
            table.row(
                    set.set().name(),
                    number(set.checked()),
                    number(set.offenders()) + share(set),
                    number(set.shortened()),
                    number(set.images()),
                    number(set.learnedTokens()),
                    number(set.learnedImages()));
        }
        return table;
    }

    private String share(SetTally set) {
        String percent = String.format(Locale.ROOT, " (%.2f%%)", 100 * set.rate());
        return set.offenders() == 0 ? "" : percent + (set.rate() > rate ? " !" : "");
    }

    private static void lengths(SetTally set, StringBuilder text) {
        Lengths lengths = set.lengths();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s: positions %,d at the median, %,d at 95%%, %,d at most%n",
                        set.set().name(),
                        lengths.quantile(0.5),
                        lengths.quantile(0.95),
                        lengths.longest()));
        long most = lengths.histogram().stream().mapToLong(Lengths.Bin::samples).max().orElse(1);
        TextTable bars = new TextTable();
        for (Lengths.Bin bin : lengths.histogram()) {
            String range = bin.from() == bin.to() ? "" + bin.from() : bin.from() + "–" + bin.to();
            int width = (int) Math.ceil((double) WIDEST * bin.samples() / Math.max(1, most));
            bars.row(" ", range, "█".repeat(width), number(bin.samples()));
        }
        text.append(bars).append('\n');
    }

    private TextTable shortenings() {
        TextTable table = new TextTable("data set", "too long", "samples");
        for (SetTally set : result.sets()) {
            set.shortenings()
                    .forEach(
                            (lost, samples) ->
                                    table.row(set.set().name(), lost.name(), number(samples)));
        }
        return table;
    }

    private TextTable reasons() {
        TextTable table = new TextTable("data set", "reason", "samples");
        for (SetTally set : result.sets()) {
            for (Map.Entry<ErrorCode, Long> reason : set.reasons().entrySet()) {
                table.row(set.set().name(), reason.getKey().name(), number(reason.getValue()));
            }
        }
        return table;
    }
}
