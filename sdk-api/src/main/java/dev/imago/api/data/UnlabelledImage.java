package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A picture of which nothing is told.
 *
 * @param id of the record
 * @param image the picture
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record UnlabelledImage(String id, ImageSource image) implements ImageSample {}
