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
        List<Picture> decoded = images.parallelStream().map(ImageSource::load).toList();
        for (int i = 0; i < decoded.size(); i++) {
            checkSame(images.get(i), sizeOf(decoded.get(i)), sizeOf(decoded.get(0)));
        }
        if (size.isEmpty()) {
            return decoded;
        }
        Squares squares = new Squares(seen);
        return decoded.parallelStream().map(one -> squares.of(one, size.get())).toList();
    }

    private static PictureSize sizeOf(Picture picture) {
        return new PictureSize(picture.width(), picture.height());
    }

    private void checkSame(ImageSource image, PictureSize own, PictureSize first) {
        if (size.isEmpty() && !own.equals(first)) {
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
