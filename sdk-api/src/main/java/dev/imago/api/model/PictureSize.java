package dev.imago.api.model;

import dev.imago.api.Api;

/**
 * How large a picture is.
 *
 * @param width in pixels
 * @param height in pixels
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record PictureSize(int width, int height) {
    @Override
    public String toString() {
        return width + "×" + height;
    }
}
