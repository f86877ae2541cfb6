package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;

/**
 * The picture of a scene, painted when it is needed.
 *
 * @param id names the picture
 * @param scene what it shows
 * @param composer paints it
 */
public record SceneImage(String id, Scene scene, SceneComposer composer) implements ImageSource {
    /**
     * The scene behind a picture.
     *
     * @throws ImagoException where the picture is none of the wardrobe world
     */
    public static SceneImage of(ImageSource image) {
        if (image instanceof SceneImage scene) {
            return scene;
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE,
                image.id(),
                "is no picture of the wardrobe world, whose exact truth is needed here");
    }

    @Override
    public String version() {
        return composer.version(id);
    }

    @Override
    public Picture load() {
        return composer.compose(scene);
    }
}
