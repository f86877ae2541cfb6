package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Frames an even interval apart.
 *
 * @param frames in the order they are shown
 * @param interval between neighbours
 */
record FrameRow(List<ImageSource> frames, FrameInterval interval) {
    /** Copies the list. */
    FrameRow {
        frames = List.copyOf(frames);
    }

    int size() {
        return frames.size();
    }

    /** Some of them. */
    FrameRow part(int from, int to) {
        return new FrameRow(frames.subList(from, to), interval);
    }

    /** From the last to the first. */
    FrameRow reversed() {
        List<ImageSource> turned = new ArrayList<>(frames);
        Collections.reverse(turned);
        return new FrameRow(turned, interval);
    }

    /** As a part of a turn. */
    Part.Video video() {
        return new Part.Video(frames, interval.seconds());
    }
}
