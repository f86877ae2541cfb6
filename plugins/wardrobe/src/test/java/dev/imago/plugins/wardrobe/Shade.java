package dev.imago.plugins.wardrobe;

import dev.imago.api.data.Picture;
import dev.imago.api.model.RenderOptions;

/** What {@link FakeContext}'s further decoder does to pictures. */
final class Shade {
    private static final int MILLION = 1_000_000;

    private Shade() {}

    /** Darker by one level for each million of the seed, where that decoder is asked for. */
    static Picture of(Picture picture, RenderOptions options) {
        if (!FakeContext.SHADED.equals(options.decoder())) {
            return picture;
        }
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            int level = rgb[i] & 0xff;
            rgb[i] = (byte) (level == 0 ? 0 : level - options.seed() / MILLION);
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }
}
