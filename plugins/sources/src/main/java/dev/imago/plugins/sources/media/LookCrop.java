package dev.imago.plugins.sources.media;

import dev.imago.api.data.Box;
import dev.imago.api.data.Crop;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/**
 * A closer look that is a part of its image.
 *
 * @param look with boxes that are cut out
 */
record LookCrop(LookImage look) implements Crop {
    @Override
    public String id() {
        return look.id();
    }

    @Override
    public String version() {
        return look.version();
    }

    @Override
    public Picture load() {
        return look.load();
    }

    @Override
    public ImageSource whole() {
        return look.whole();
    }

    @Override
    public Box box() {
        return look.part();
    }
}
