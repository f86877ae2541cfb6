package dev.imago.samples.extending;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Recipe keys of {@link TileDecoder}. */
@Doc("One colour for each visual token.")
public record TileDecoderConfig(@Doc("side of a tile in pixels") Integer tileSize) {
    /** Defaults. */
    public TileDecoderConfig {
        tileSize = Check.positive(tileSize, 16, "tile_size");
    }
}
