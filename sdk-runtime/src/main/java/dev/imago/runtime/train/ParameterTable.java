package dev.imago.runtime.train;

import dev.imago.runtime.weights.ParameterGroup;
import java.util.List;
import java.util.Locale;

/** The table of what is trained and what is frozen, shown before the first step. */
public final class ParameterTable {
    private final List<ParameterGroup> groups;

    /** A table of groups of parameters. */
    public ParameterTable(List<ParameterGroup> groups) {
        this.groups = List.copyOf(groups);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        table.append(line("group", "parameters", "trained", "dtype"));
        long all = 0;
        long trained = 0;
        for (ParameterGroup group : groups) {
            all += group.parameters();
            trained += group.trainable();
            table.append(
                    line(
                            group.name(),
                            count(group.parameters()),
                            group.trainable() == 0 ? "frozen" : count(group.trainable()),
                            group.precision().name().toLowerCase(Locale.ROOT)));
        }
        return table.append(line("total", count(all), count(trained), ""))
                .toString()
                .stripTrailing();
    }

    private static String line(String name, String parameters, String trained, String dtype) {
        return String.format(
                Locale.ROOT, "  %-40s %15s %15s  %s%n", name, parameters, trained, dtype);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
