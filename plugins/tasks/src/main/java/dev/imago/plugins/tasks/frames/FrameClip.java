package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A video to choose frames of, at random intervals. */
final class FrameClip {
    private final Part.Video video;
    private final int most;
    private final IntervalRange range;

    /**
     * @param most frames that one choice may have
     * @throws ImagoException with BAD_SAMPLE when there is nothing to predict
     */
    FrameClip(FrameSequence sample, int most) {
        this.video = sample.video();
        this.most = most;
        if (size() < 2) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    "sample " + sample.id(),
                    "has " + size() + " frames, expected at least 2");
        }
        this.range = IntervalRange.of(video);
    }

    int size() {
        return video.frames().size();
    }

    ImageSource frame(int index) {
        return video.frames().get(index);
    }

    IntervalRange range() {
        return range;
    }

    FrameInterval interval(int steps) {
        return new FrameInterval(steps, video.secondsApart());
    }

    /** Two frames, the earlier first. */
    FrameRow pair(RandomGenerator random) {
        return row(2, range.any(random), random);
    }

    /** As many frames as there are at an interval, three at least where the video has them. */
    FrameRow row(RandomGenerator random) {
        int steps = range.any(random);
        return row(Math.min(most, (size() - 1) / steps + 1), steps, random);
    }

    private FrameRow row(int count, int steps, RandomGenerator random) {
        int start = random.nextInt(size() - (count - 1) * steps);
        List<ImageSource> frames =
                IntStream.range(0, count).mapToObj(i -> frame(start + i * steps)).toList();
        return new FrameRow(frames, interval(steps));
    }
}
