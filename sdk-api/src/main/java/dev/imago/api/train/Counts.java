package dev.imago.api.train;

import dev.imago.api.Api;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many things each term of a loss averages over, e.g. {@code {text: 312, vision: 64}}.
 *
 * @param values by term
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Counts(Map<String, Long> values) {
    /** Copies the map. */
    public Counts {
        values = Map.copyOf(values);
    }

    /** The count of a term; 0 when it does not occur. */
    public long of(String term) {
        return values.getOrDefault(term, 0L);
    }

    /** Both, added term by term. */
    public Counts plus(Counts other) {
        Map<String, Long> sum = new TreeMap<>(values);
        other.values.forEach((term, count) -> sum.merge(term, count, Long::sum));
        return new Counts(sum);
    }
}
