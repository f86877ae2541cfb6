package dev.imago.runtime.weights;

import dev.imago.api.nn.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the table that says what is trained.
 *
 * @param name what the parameters' names share, such as {@code model.layers}
 * @param parameters how many numbers
 * @param trainable how many of them are trained
 * @param precision their dtype
 */
public record ParameterGroup(String name, long parameters, long trainable, Precision precision) {
    private static final Pattern ADAPTER =
            Pattern.compile("(.+)\\.lora_(?:A|B|magnitude_vector)\\.([A-Za-z0-9_-]+)\\.weight");

    static List<ParameterGroup> of(Collection<StoredParameter> all, Precision precision) {
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (StoredParameter parameter : all) {
            long[] sum = sums.computeIfAbsent(groupOf(parameter.name()), name -> new long[2]);
            sum[0] += parameter.shape().size();
            sum[1] += parameter.trainable() ? parameter.shape().size() : 0;
        }
        List<ParameterGroup> groups = new ArrayList<>();
        sums.forEach(
                (name, sum) -> groups.add(new ParameterGroup(name, sum[0], sum[1], precision)));
        return groups;
    }

    /**
     * The first two parts, but none from the last part or a number on; parameters of an adapter are
     * a group of their own beside those of the layers it sits on.
     */
    private static String groupOf(String name) {
        Matcher adapter = ADAPTER.matcher(name);
        if (adapter.matches()) {
            return groupOf(adapter.group(1) + ".weight") + ", adapter " + adapter.group(2);
        }
        String[] parts = name.split("\\.");
        StringBuilder group = new StringBuilder(parts[0]);
        for (int i = 1; i < Math.min(2, parts.length - 1); i++) {
            if (parts[i].chars().allMatch(Character::isDigit)) {
                break;
            }
            group.append('.').append(parts[i]);
        }
        return group.toString();
    }
}
