package dev.imago.api.data;

import dev.imago.api.Api;

/** A sample with a picture, whatever is told of it: enough for a stage that needs no words. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ImageSample extends Sample {
    /** The picture. */
    ImageSource image();
}
