package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Samples by index. Random access, so that any order can be taken and resumed. Thread-safe.
 *
 * @param <S> the shape of the samples
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Samples<S extends Sample> {
    /** How many there are. */
    long size();

    /**
     * The sample at an index below {@link #size()}; the same at every call and in every run.
     *
     * @throws dev.imago.api.error.ImagoException with BAD_SAMPLE and its place when it is broken
     */
    S get(long index);

    /** The id of the sample at an index, also when the sample itself is broken. */
    default String id(long index) {
        return Long.toString(index);
    }

    /**
     * How many records of the source are passed over, as they lack what these samples need: by what
     * they lack. Cheap once the samples are open.
     */
    default Map<String, Long> leftOut() {
        return Map.of();
    }

    /**
     * Tells of the first of those records one by one; goes over the source for them.
     *
     * @param most how many
     */
    default void eachLeftOut(long most, Consumer<LeftOut> told) {}

    /**
     * Whether samples may say the same by design, as where one scene is told several times. Checks
     * of the data then report no duplicates among them.
     */
    default boolean repeats() {
        return false;
    }
}
