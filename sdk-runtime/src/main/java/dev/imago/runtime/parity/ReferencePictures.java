package dev.imago.runtime.parity;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.runtime.image.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Picture files as the reference reads them: what Imago reads otherwise is undone, and told. */
final class ReferencePictures {
    private ReferencePictures() {}

    static Picture read(Path file, Findings findings) {
        ImageFiles files = new ImageFiles();
        Picture own = files.read(file);
        if (!same(own, files.asStored().read(file))) {
            findings.deviates("orientation_ignored");
            files = files.asStored();
        }
        if (!same(own, new ImageFiles().clippingGrey().read(file))) {
            findings.deviates("grey16_clipped");
            files = files.clippingGrey();
        }
        return files.read(file);
    }

    /** The same of an image of a data set; one that is no file of its own stays as it is. */
    static ImageSource of(ImageSource image, Findings findings) {
        Path file = Path.of(image.id());
        return Files.isRegularFile(file) ? ImageSource.of(image.id(), read(file, findings)) : image;
    }

    private static boolean same(Picture one, Picture other) {
        return one.width() == other.width() && Arrays.equals(one.rgb(), other.rgb());
    }
}
