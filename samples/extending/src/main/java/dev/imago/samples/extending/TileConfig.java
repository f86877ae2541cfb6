package dev.imago.samples.extending;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;

/** Recipe keys of {@link TileEncoder}. */
// region config
@Doc("The mean colour of each tile of a picture.")
public record TileConfig(
        @Doc("side of the picture in pixels") Integer imageSize,
        @Doc("tiles along one side; divides image_size") Integer tiles,
        @Doc("width of the features") Integer width) {
    /** Defaults and checks. */
    public TileConfig {
        imageSize = Check.positive(imageSize, 64, "image_size");
        tiles = Check.between(tiles, 4, 1, imageSize, "tiles");
        width = Check.positive(width, 32, "width");
        if (imageSize % tiles != 0) {
            throw new InvalidValueException("tiles", "is " + tiles + ", expected a divisor");
        }
    }
}
// endregion
