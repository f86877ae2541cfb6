package dev.imago.api.evaluate;

import dev.imago.api.Api;
import dev.imago.api.data.Picture;
import java.util.List;

/**
 * Some pictures that were made, with those they should be.
 *
 * @param made pictures of a model
 * @param real as many; each at its own size
 * @param texts as many: what each picture should show
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record PicturePairs(List<Picture> made, List<Picture> real, List<String> texts) {
    /** Copies the lists. */
    public PicturePairs {
        made = List.copyOf(made);
        real = List.copyOf(real);
        texts = List.copyOf(texts);
        if (made.size() != real.size() || made.size() != texts.size()) {
            throw new IllegalArgumentException(
                    made.size() + " made, " + real.size() + " real, " + texts.size() + " texts");
        }
    }
}
