package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.plugins.wardrobe.world.Scene;
import java.util.Optional;

/**
 * A caption with what was drawn for it.
 *
 * @param prompt as the user said it
 * @param scene what it tells of
 * @param real the picture of the scene
 * @param decoded the real picture's own visual tokens, rendered
 * @param tokens {@code [K][D]} of the real picture
 * @param drawn what the model made of the prompt; empty where it drew nothing
 */
record Drawing(
        String prompt,
        Scene scene,
        Picture real,
        Picture decoded,
        float[][] tokens,
        Optional<Drawn> drawn) {}
