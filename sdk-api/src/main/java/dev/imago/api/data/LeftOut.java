package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A record that a source passes over for a task, since the task's samples can't be made of it.
 *
 * @param id of the record
 * @param place names file and line
 * @param reason what it lacks, such as {@code with no answer}
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record LeftOut(String id, String place, String reason) {}
