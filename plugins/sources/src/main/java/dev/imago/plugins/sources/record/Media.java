package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;

/** Turns what a record says of an image or a video into that image or video. Thread-safe. */
public interface Media {
    /**
     * An image, which must be there but is not decoded yet.
     *
     * @param value a path, a data: URL, bytes, or an object with one of these
     */
    ImageSource image(JsonNode value, Record record);

    /**
     * The frames of a video.
     *
     * @param value a path of a file or of a folder of frames, an object with one, or the frames
     */
    Part.Video video(JsonNode value, Record record);

    /**
     * A closer look at an image.
     *
     * @param boxes one box or several
     */
    ImageSource look(ImageSource whole, JsonNode boxes, Record record);
}
