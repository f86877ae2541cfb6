package dev.imago.runtime.sequence;

import dev.imago.api.data.ImageSource;

/**
 * The visual positions of one image.
 *
 * @param start index of the first of its K positions
 * @param image the picture
 * @param learned whether the model is trained to draw it
 */
public record ImageSpan(int start, ImageSource image, boolean learned) {}
