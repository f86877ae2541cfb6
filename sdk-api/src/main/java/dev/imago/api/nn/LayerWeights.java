package dev.imago.api.nn;

import java.util.List;
import java.util.stream.Stream;

/**
 * The laid out weights of one layer.
 *
 * @param attention q, k, v, o
 * @param mlp gate, up, down
 */
record LayerWeights(List<PackedWeight> attention, List<PackedWeight> mlp) {
    /** All seven, in the order of the layer. */
    List<PackedWeight> all() {
        return Stream.concat(attention.stream(), mlp.stream()).toList();
    }

    /** Those that are multiplied by the same: q, k and v; o; gate and up; down. */
    List<List<PackedWeight>> products() {
        return List.of(
                attention.subList(0, 3),
                attention.subList(3, 4),
                mlp.subList(0, 2),
                mlp.subList(2, 3));
    }

    /** Whether these are the very same. */
    boolean are(LayerWeights others) {
        List<PackedWeight> own = all();
        List<PackedWeight> other = others.all();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether none was rounded to few bits. */
    boolean plain() {
        return all().stream().noneMatch(PackedWeight::quantised);
    }
}
