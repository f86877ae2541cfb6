package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.List;

/**
 * How an RGB picture becomes an encoder's pixels: resized to a square of {@code size}, scaled to
 * {@code [0, 1]}, then {@code (v - mean) / std} for each channel.
 *
 * @param size side in pixels
 * @param mean of red, green and blue
 * @param std of red, green and blue
 * @param resample {@code bicubic}, {@code bilinear} or {@code lanczos}, with antialias as PIL has
 *     it
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Preprocessing(int size, List<Double> mean, List<Double> std, String resample) {
    /** Copies the lists. */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
