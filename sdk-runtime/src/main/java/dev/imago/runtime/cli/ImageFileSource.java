package dev.imago.runtime.cli;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.runtime.image.ImageFiles;
import java.nio.file.Path;

/** Pictures that a user names by their files. */
final class ImageFileSource {
    private ImageFileSource() {}

    /** The picture, read now, so that a mistake is told at once. */
    static Part.Image part(Path file) {
        return new Part.Image(ImageSource.of(file.toString(), new ImageFiles().read(file)));
    }
}
