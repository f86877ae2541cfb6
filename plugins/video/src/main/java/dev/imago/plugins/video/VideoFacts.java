package dev.imago.plugins.video;

/**
 * What a video's header tells, or counting does where it is silent.
 *
 * @param seconds how long it is, above 0
 * @param fps frames a second, on average
 * @param frames how many, at least 1
 * @param counted whether the file was gone through to tell
 */
record VideoFacts(double seconds, double fps, long frames, boolean counted) {
    /** A last frame right at the end is none. */
    private static final double END = 1e-6;

    /** How many frames begin at a lower rate, the first at 0. */
    long framesAt(double rate) {
        return Math.max(1, (long) Math.floor((seconds - END) * rate) + 1);
    }
}
