package dev.imago.plugins.sources.tar;

import dev.imago.api.data.FileStamp;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

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
    public String version() {
        return FileStamp.version(id(), archive.file());
    }

    @Override
    public Optional<InputStream> encoded() {
        try (TarReader tar = new TarReader(archive)) {
            return Optional.of(new ByteArrayInputStream(tar.bytes(entry)));
        }
    }

    @Override
    public Picture load() {
        try (TarReader tar = new TarReader(archive)) {
            return pictures.read(tar.bytes(entry), archive.file() + "!" + entry.name());
        }
    }
}
