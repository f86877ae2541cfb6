package dev.imago.api.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image file that is decoded when it is needed.
 *
 * @param id names the picture
 * @param file holds it
 * @param reader decodes
 */
record ImageFile(String id, Path file, PictureReader reader) implements ImageSource {
    @Override
    public String version() {
        return FileStamp.version(id, file);
    }

    @Override
    public Optional<InputStream> encoded() throws IOException {
        return Optional.of(Files.newInputStream(file));
    }

    @Override
    public Picture load() {
        return reader.read(file);
    }
}
