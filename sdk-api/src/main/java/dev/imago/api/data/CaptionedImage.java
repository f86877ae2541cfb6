package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * A picture and what it shows; or several that belong to one caption.
 *
 * @param id of the record
 * @param images one picture, or several in the order in which an answer draws them
 * @param caption of the whole
 * @param regions parts of the first picture with texts of their own; may be empty
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record CaptionedImage(
        String id, List<ImageSource> images, String caption, List<Region> regions)
        implements ImageSample {
    /** Copies the lists; there must be an image. */
    public CaptionedImage {
        images = List.copyOf(images);
        regions = List.copyOf(regions);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("caption " + id + " has no image");
        }
    }

    /** One picture with its caption. */
    public CaptionedImage(String id, ImageSource image, String caption, List<Region> regions) {
        this(id, List.of(image), caption, regions);
    }

    /** The picture; the first of several. */
    @Override
    public ImageSource image() {
        return images.get(0);
    }

    /**
     * A box with texts that are true of it.
     *
     * @param box where
     * @param texts e.g. {@code "sneaker"}, {@code "red"}, {@code "red sneaker"}
     */
    public record Region(Box box, List<String> texts) {
        /** Copies the list. */
        public Region {
            texts = List.copyOf(texts);
        }
    }
}
