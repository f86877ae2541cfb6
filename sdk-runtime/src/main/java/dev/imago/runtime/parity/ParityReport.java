package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.runtime.parity.CaseResult.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How all cases went.
 *
 * @param cases in the order they were run
 */
public record ParityReport(List<CaseResult> cases) {
    /** Copies the list. */
    public ParityReport {
        cases = List.copyOf(cases);
    }

    /** How many cases have a status. */
    public long count(Status status) {
        return cases.stream().filter(result -> result.status() == status).count();
    }

    /** Whether nothing failed. */
    public boolean passed() {
        return count(Status.FAILED) == 0;
    }

    /** One line a case, then totals by family. */
    public String text() {
        int width = cases.stream().mapToInt(result -> result.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (CaseResult result : cases) {
            text.append(pad(result.status().word(), 12))
                    .append(pad(result.name(), width + 2))
                    .append(result.detail())
                    .append('\n');
        }
        text.append('\n').append(pad("family", 14));
        for (Status status : Status.values()) {
            text.append(pad(status.word(), 13));
        }
        families().forEach((family, counts) -> text.append(row(family, counts)));
        long[] all = Arrays.stream(Status.values()).mapToLong(this::count).toArray();
        return text.append(row("all", all)).append('\n').toString();
    }

    private static String row(String label, long[] counts) {
        StringBuilder row = new StringBuilder("\n").append(pad(label, 14));
        for (long count : counts) {
            row.append(pad(Long.toString(count), 13));
        }
        return row.toString();
    }

    /** {@code {passed, failed, deviating, unsupported, cases: [...]}}. */
    public String toJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        for (Status status : Status.values()) {
            root.put(status.word(), count(status));
        }
        ArrayNode list = root.putArray("cases");
        for (CaseResult result : cases) {
            ObjectNode node = list.addObject();
            node.put("name", result.name());
            node.put("family", result.family());
            node.put("status", result.status().word());
            node.put("compared", result.compared());
            node.put("detail", result.detail());
            if (result.worst() != null) {
                node.put("tensor", result.worst().name());
                node.put("error", finite(result.worst().error()));
                node.put("tolerance", result.worst().allowed());
                node.put("place", result.worst().place());
            }
        }
        return root.toPrettyString();
    }

    private Map<String, long[]> families() {
        Map<String, long[]> families = new TreeMap<>();
        for (CaseResult result : cases) {
            families.computeIfAbsent(result.family(), f -> new long[Status.values().length])[
                    result.status().ordinal()]++;
        }
        return families;
    }

    /** JSON has no NaN. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
