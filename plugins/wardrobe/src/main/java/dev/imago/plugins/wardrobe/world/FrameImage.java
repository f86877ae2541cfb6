package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/**
 * One frame of a motion.
 *
 * @param id names the picture
 * @param motion what happens
 * @param frame which of its poses, 0-based
 * @param composer paints it
 */
record FrameImage(String id, Motion motion, int frame, SceneComposer composer)
        implements ImageSource {
    @Override
    public Picture load() {
        return composer.compose(motion.rest(), motion.mover(), motion.poses().get(frame));
    }
}
