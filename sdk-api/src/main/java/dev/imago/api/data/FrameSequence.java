package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A video to predict frames of.
 *
 * @param id of the record
 * @param video its frames
 * @param description what happens; empty when unknown
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record FrameSequence(String id, Part.Video video, String description) implements Sample {}
