package dev.imago.plugins.sources.media;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.PictureReader;
import dev.imago.plugins.sources.index.Sha256;
import java.util.function.Supplier;

/**
 * An image whose file is at hand as bytes. Named by their hash, so that the same image is the same
 * wherever it stands.
 */
public final class EncodedImage implements ImageSource {
    private final Supplier<byte[]> bytes;
    private final String place;
    private final PictureReader pictures;
    private String id;

    /**
     * @param bytes of an image file; asked for when they are needed, and again
     * @param place names them in errors
     * @param pictures decodes
     */
    public EncodedImage(Supplier<byte[]> bytes, String place, PictureReader pictures) {
        this.bytes = bytes;
        this.place = place;
        this.pictures = pictures;
    }

    @Override
    public synchronized String id() {
        if (id == null) {
            id = "sha256:" + Sha256.hex(bytes.get());
        }
        return id;
    }

    @Override
    public Picture load() {
        return pictures.read(bytes.get(), place);
    }
}
