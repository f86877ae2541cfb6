package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.Arrays;
import java.util.Optional;

/** One frame of a motion. */
public final class FrameImage implements ImageSource {
    private final String id;
    private final Motion motion;
    private final int frame;
    private final SceneComposer composer;

    /**
     * @param id names the picture
     * @param motion what happens
     * @param frame which of its poses, 0-based
     * @param composer paints it
     */
    FrameImage(String id, Motion motion, int frame, SceneComposer composer) {
        this.id = id;
        this.motion = motion;
        this.frame = frame;
        this.composer = composer;
    }

    /**
     * The motion behind a picture.
     *
     * @throws ImagoException where the picture is no frame of the wardrobe world
     */
    public static FrameImage of(ImageSource image) {
        if (image instanceof FrameImage frame) {
            return frame;
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE,
                image.id(),
                "is no frame of the wardrobe world, whose exact truth is needed here");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String version() {
        return composer.version(id);
    }

    /** The scene before anything moves. */
    public Scene still() {
        return motion.rest().with(motion.mover());
    }

    /** The scene it shows; empty while the garment that moves lies between cells. */
    public Optional<Scene> scene() {
        Pose pose = motion.poses().get(frame);
        return Arrays.stream(Place.values())
                .filter(pose::liesIn)
                .findFirst()
                .map(place -> motion.rest().with(motion.mover().movedTo(place)));
    }

    @Override
    public Picture load() {
        return composer.compose(motion.rest(), motion.mover(), motion.poses().get(frame));
    }
}
