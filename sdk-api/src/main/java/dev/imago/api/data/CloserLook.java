package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A question that is answered after looking closer.
 *
 * @param id of the record
 * @param image the whole picture
 * @param question as asked
 * @param look the intermediate picture: a crop, or the picture with key objects boxed
 * @param answer as expected
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record CloserLook(
        String id, ImageSource image, String question, ImageSource look, String answer)
        implements Sample {}
