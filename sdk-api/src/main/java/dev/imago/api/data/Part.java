package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/** A piece of a turn, in reading order. */
@Api(status = Api.Status.STABLE, since = "0.1")
public sealed interface Part {
    /** Words. */
    record Text(String text) implements Part {}

    /** A picture. */
    record Image(ImageSource source) implements Part {}

    /**
     * Frames in order; enters the sequence as that many images.
     *
     * @param frames at least one
     * @param secondsApart time between frames; 0 when unknown
     */
    record Video(List<ImageSource> frames, double secondsApart) implements Part {
        /** Copies the list. */
        public Video {
            frames = List.copyOf(frames);
        }
    }
}
