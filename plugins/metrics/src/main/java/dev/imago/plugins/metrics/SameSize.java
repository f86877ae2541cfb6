package dev.imago.plugins.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.train.StageContext;

/** Lets pictures be compared pixel by pixel. */
final class SameSize {
    private SameSize() {}

    /** A picture at another's size; itself where it has that. */
    static Picture of(StageContext context, Picture picture, Picture other) {
        boolean same = picture.width() == other.width() && picture.height() == other.height();
        return same ? picture : context.pictures().resize(picture, other.width(), other.height());
    }
}
