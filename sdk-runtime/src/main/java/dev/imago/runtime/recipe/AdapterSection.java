package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.nio.file.Path;
import java.util.List;

/**
 * A low-rank adapter on some linear layers.
 *
 * @param name folder it is saved in, and word by which a request chooses it
 * @param targets globs of the linear layers that get one
 * @param rank of its two matrices
 * @param alpha sums are scaled by {@code alpha / rank}
 * @param dropout share of a layer's inputs that is zeroed while it is trained
 * @param rslora scales by {@code alpha / √rank} instead
 * @param dora learns the length of each row apart
 * @param weights a folder in PEFT's layout to start from; it then decides targets, rank, alpha,
 *     rslora and dora, which are null
 * @param merge whether it is folded into the layers once it is read
 */
@Doc("A low-rank adapter (LoRA): the layers it sits on can stay frozen.")
public record AdapterSection(
        @Doc("folder it is saved in, and word by which a request chooses it") String name,
        @Doc(
                        "globs of the linear layers that get one, such as model.layers.**.q_proj;"
                                + " all of the backbone's layers by default")
                List<String> targets,
        @Doc("rank of its two matrices") Integer rank,
        @Doc("what it adds is scaled by alpha / rank; rank by default") Double alpha,
        @Doc("share of a layer's inputs that is zeroed while it is trained") Double dropout,
        @Doc("scale by alpha / √rank instead") Boolean rslora,
        @Doc("learn the length of each row of a layer apart (DoRA)") Boolean dora,
        @Doc(
                        value =
                                "a folder in PEFT's layout to start from; it decides targets, rank,"
                                        + " alpha, rslora and dora",
                        existingPath = true)
                Path weights,
        @Doc("fold it into the layers once it is read, which makes it free and final")
                Boolean merge) {
    /** Defaults and checks. */
    public AdapterSection {
        name = Check.orDefault(name, "default");
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new InvalidValueException(
                    "name", "is '" + name + "', expected letters, digits, _ and - only");
        }
        dropout = Check.between(dropout, 0.0, 0, 0.99, "dropout");
        boolean read = weights != null;
        targets =
                read
                        ? decided(targets, "targets")
                        : List.copyOf(Check.orDefault(targets, List.of("model.layers.**")));
        rank = read ? decided(rank, "rank") : Check.positive(rank, 8, "rank");
        alpha = read ? decided(alpha, "alpha") : Check.between(alpha, 1.0 * rank, 0, 1e6, "alpha");
        rslora = read ? decided(rslora, "rslora") : Check.orDefault(rslora, false);
        dora = read ? decided(dora, "dora") : Check.orDefault(dora, false);
        merge = Check.orDefault(merge, false);
        if (merge && weights == null) {
            throw new InvalidValueException("merge", "needs weights to fold in");
        }
    }

    private static <T> T decided(T value, String key) {
        if (value != null) {
            throw new InvalidValueException(key, "stands beside weights, which decide it");
        }
        return null;
    }

    /** One that a folder says everything about. */
    public static AdapterSection read(String name, Path folder) {
        return new AdapterSection(name, null, null, null, null, null, null, folder, false);
    }

    /** The same, read from a folder. */
    public AdapterSection from(Path folder) {
        return new AdapterSection(name, null, null, null, dropout, null, null, folder, false);
    }
}
