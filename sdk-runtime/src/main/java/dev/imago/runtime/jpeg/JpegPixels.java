package dev.imago.runtime.jpeg;

/**
 * A decoded picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code height × width × 3} bytes, row by row
 */
public record JpegPixels(int width, int height, byte[] rgb) {}
