package dev.imago.runtime.train;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.Model;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.image.Squares;
import java.util.List;
import java.util.Optional;

/** Pictures at the size that a decoder renders, showing what the encoder sees of them. */
final class FittedPictures {
    private final Optional<PictureSize> size;
    private final Preprocessing seen;

    FittedPictures(Optional<PictureSize> size, Preprocessing seen) {
        this.size = size;
        this.seen = seen;
    }

    /**
     * @param name of the decoder; null for the model's own
     */
    static FittedPictures of(Decoder decoder, String name, Model model) {
        RenderOptions usual = RenderOptions.DEFAULT.withDecoder(name);
        return new FittedPictures(decoder.size(usual), model.encoder().preprocessing());
    }

    /** Changes with what pictures become. */
    String settings() {
        return size + " " + seen;
    }

    /**
     * Decodes them, several at once.
     *
     * @throws ImagoException INCOMPATIBLE_PARTS where the decoder has no size and theirs differ
     */
    List<Picture> of(List<ImageSource> images) {
        Squares squares = new Squares(seen);
        List<Picture> fitted =
                images.parallelStream().map(image -> fitted(image.load(), squares)).toList();
        for (int i = 0; size.isEmpty() && i < fitted.size(); i++) {
            checkSame(images.get(i), sizeOf(fitted.get(i)), sizeOf(fitted.get(0)));
        }
        return fitted;
    }

    private Picture fitted(Picture picture, Squares squares) {
        return size.map(own -> squares.of(picture, own)).orElse(picture);
    }

    private static PictureSize sizeOf(Picture picture) {
        return new PictureSize(picture.width(), picture.height());
    }

    private static void checkSame(ImageSource image, PictureSize own, PictureSize first) {
        if (!own.equals(first)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    image.id(),
                    "is "
                            + own
                            + " among pictures of "
                            + first
                            + ", which the decoder needs all"
                            + " of one size, since it tells none");
        }
    }
}
