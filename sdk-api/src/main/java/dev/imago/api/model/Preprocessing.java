package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.List;

/**
 * How an RGB picture becomes an encoder's pixels: made a square of {@code size}, scaled to {@code
 * [0, 1]}, then {@code (v - mean) / std} for each channel.
 *
 * @param size side in pixels
 * @param mean of red, green and blue
 * @param std of red, green and blue
 * @param resample {@code bicubic}, {@code bilinear}, {@code lanczos}, {@code box}, {@code hamming}
 *     or {@code nearest}, with antialias (but nearest) as PIL has it
 * @param aspect how a picture that is no square becomes one
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Preprocessing(
        int size, List<Double> mean, List<Double> std, String resample, Aspect aspect) {
    /** Values of {@code resample}, the usual one first. */
    public static final List<String> RESAMPLES =
            List.of("bicubic", "bilinear", "lanczos", "box", "hamming", "nearest");

    /** Copies the lists. */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** As above, stretched to the square. */
    public Preprocessing(int size, List<Double> mean, List<Double> std, String resample) {
        this(size, mean, std, resample, new Aspect.Square());
    }

    /** The same with another aspect. */
    public Preprocessing with(Aspect other) {
        return new Preprocessing(size, mean, std, resample, other);
    }
}
