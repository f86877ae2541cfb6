package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;

/**
 * The picture of a scene, painted when it is needed.
 *
 * @param id names the picture
 * @param scene what it shows
 * @param composer paints it
 */
public record SceneImage(String id, Scene scene, SceneComposer composer) implements ImageSource {
    @Override
    public Picture load() {
        return composer.compose(scene);
    }
}
