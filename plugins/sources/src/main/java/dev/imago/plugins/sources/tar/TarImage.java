package dev.imago.plugins.sources.tar;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;
import java.nio.file.Path;

/**
 * An image in an archive.
 *
 * @param file the archive
 * @param entry the image's
 * @param pictures decodes
 */
record TarImage(Path file, TarEntry entry, PictureReader pictures) implements ImageSource {
    @Override
    public String id() {
        // A name may occur twice in an archive.
        return file + "!" + entry.name() + "@" + entry.start();
    }

    @Override
    public Picture load() {
        try (TarReader tar = new TarReader(file)) {
            return pictures.read(tar.bytes(entry), file + "!" + entry.name());
        }
    }
}
