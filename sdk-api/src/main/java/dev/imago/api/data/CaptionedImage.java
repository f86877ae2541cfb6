package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * A picture and what it shows.
 *
 * @param id of the record
 * @param image the picture
 * @param caption of the whole
 * @param regions parts of the picture with texts of their own; may be empty
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record CaptionedImage(String id, ImageSource image, String caption, List<Region> regions)
        implements Sample {
    /** Copies the list. */
    public CaptionedImage {
        regions = List.copyOf(regions);
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
