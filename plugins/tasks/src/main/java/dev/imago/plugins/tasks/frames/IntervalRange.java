package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Part;
import java.util.random.RandomGenerator;

/**
 * The intervals that are drawn for a video: from the longer of two frames and 0.1 seconds to the
 * shorter of 10 seconds and half the video. Without known times: from one frame to half the video.
 * A video too short for that has its longest interval up to half, and at least one frame.
 *
 * @param shortest in frames
 * @param longest in frames
 */
record IntervalRange(int shortest, int longest) {
    private static final int FRAMES = 2;
    private static final double SHORTEST_SECONDS = 0.1;
    private static final double LONGEST_SECONDS = 10;
    private static final double ROUNDING = 1e-9;

    static IntervalRange of(Part.Video video) {
        int half = Math.max(1, (video.frames().size() - 1) / 2);
        double apart = video.secondsApart();
        if (!(apart > 0)) {
            return new IntervalRange(1, half);
        }
        int longest = (int) Math.max(1, Math.min(half, LONGEST_SECONDS / apart + ROUNDING));
        double shortest = Math.max(FRAMES, Math.ceil(SHORTEST_SECONDS / apart - ROUNDING));
        return new IntervalRange((int) Math.min(longest, shortest), longest);
    }

    /** One of them, each as likely. */
    int any(RandomGenerator random) {
        return random.nextInt(shortest, longest + 1);
    }
}
