package dev.imago.runtime.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an adapter is beside: written into its folder, so that it finds its base wherever it lies.
 *
 * @param place an absolute path, {@code org/name} or {@code org/name/file} of the hub, or {@link
 *     #INSIDE}'s
 * @param revision of the hub's model; null for the usual one
 * @param whole names of parameters that were trained whole, and which the base has otherwise
 */
public record AdapterBase(String place, String revision, List<String> whole) {
    /** The model folder that the adapter lies in, as seen from its own. */
    public static final AdapterBase INSIDE = new AdapterBase("../..", null, List.of());

    /** Copies the list. */
    public AdapterBase {
        whole = List.copyOf(whole);
    }

    /** The same with more whole parameters. */
    AdapterBase with(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(whole);
        all.addAll(more);
        return new AdapterBase(place, revision, new ArrayList<>(all));
    }
}
