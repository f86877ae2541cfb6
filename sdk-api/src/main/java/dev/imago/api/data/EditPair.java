package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A picture before and after an instruction.
 *
 * @param id of the record
 * @param before the given picture
 * @param instruction what to change
 * @param after the wanted picture
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record EditPair(String id, ImageSource before, String instruction, ImageSource after)
        implements Sample {}
