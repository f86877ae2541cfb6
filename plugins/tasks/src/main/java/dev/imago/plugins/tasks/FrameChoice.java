package dev.imago.plugins.tasks;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import java.util.List;
import java.util.stream.IntStream;

/** Which frames of a video are shown. */
final class FrameChoice {
    private FrameChoice() {}

    /**
     * Frames at a rate from the first on; where these would be more than the most, as many, spread
     * evenly from first to last. Of a video whose times are unknown all frames are wanted.
     *
     * @param fps wanted frames a second; all are taken where the video has fewer
     */
    static Part.Video of(Part.Video video, double fps, int most) {
        List<ImageSource> frames = video.frames();
        int count = frames.size();
        double step = video.secondsApart() > 0 ? 1 / (fps * video.secondsApart()) : 1;
        step = Math.max(1, step);
        // A last frame that a rounding error puts beyond the end still counts.
        int wanted = (int) Math.floor((count - 1) / step + 1e-9) + 1;
        if (wanted > most) {
            wanted = most;
            step = most == 1 ? 1 : (count - 1.0) / (most - 1);
        }
        double each = step;
        List<ImageSource> chosen =
                IntStream.range(0, wanted)
                        .mapToObj(i -> frames.get((int) Math.min(count - 1, Math.round(i * each))))
                        .toList();
        return new Part.Video(chosen, video.secondsApart() * each);
    }
}
