package dev.imago.plugins.sources.tar;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;

/**
 * An image in an archive.
 *
 * @param archive has it
 * @param entry the image's
 * @param pictures decodes
 */
record TarImage(Archive archive, TarEntry entry, PictureReader pictures) implements ImageSource {
    @Override
    public String id() {
        // A name may occur twice in an archive.
        return archive.file() + "!" + entry.name() + "@" + entry.start();
    }

    @Override
    public Picture load() {
        try (TarReader tar = new TarReader(archive)) {
            return pictures.read(tar.bytes(entry), archive.file() + "!" + entry.name());
        }
    }
}
