package dev.imago.api.data;

import dev.imago.api.Api;

/** Where raw samples come from. */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Source {
    /**
     * The samples for one task.
     *
     * @param task the name of the task, e.g. {@code image_qa}
     * @param type the shape that the task's formatter takes
     * @throws dev.imago.api.error.ImagoException when the source has none of that task or shape,
     *     naming those that it has
     */
    <S extends Sample> Samples<S> samples(String task, Class<S> type);
}
