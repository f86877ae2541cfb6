package dev.imago.plugins.wardrobe;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.wardrobe.world.SceneComposer;
import java.nio.file.Path;
import java.util.List;

/** Keys of the wardrobe source. */
@Doc("Real photos of garments, tinted and laid out on a small canvas, with their exact truth.")
public record WardrobeConfig(
        @Doc("photos to show: train, or test, which share none") String split,
        @Doc("how many scenes") Integer scenes,
        @Doc("how often each scene is told, each time with other questions or words")
                Integer rounds,
        @Doc("the most questions about a scene") Integer questions,
        @Doc("whether photos are turned left to right half of the time") Boolean mirror,
        @Doc("share of scenes with one or two garments; the others have three or four") Double few,
        @Doc(
                        "pixels of a picture's side; garments keep their 28, so in larger pictures"
                                + " they are small")
                Integer side,
        @Doc("what is drawn at random depends on it, the split and the sample's number") Long seed,
        @Doc(
                        value =
                                "folder with the four IDX files of the full Fashion-MNIST; the"
                                        + " bundled 4,200 + 600 photos by default",
                        existingPath = true)
                Path root) {
    static final double FEW = 0.25;

    /** Defaults and checks. */
    public WardrobeConfig {
        split = Check.oneOf(split, "train", List.of("train", "test"), "split");
        boolean train = split.equals("train");
        scenes = Check.positive(scenes, train ? 12_000 : 500, "scenes");
        rounds = Check.positive(rounds, train ? 20 : 1, "rounds");
        questions = Check.positive(questions, 8, "questions");
        mirror = Check.orDefault(mirror, false);
        few = Check.between(few, FEW, 0, 1, "few");
        side = Check.between(side, SceneComposer.SIDE, SceneComposer.SIDE, 1024, "side");
        if (side % 2 != 0) {
            throw new InvalidValueException("side", "is " + side + ", expected an even number");
        }
        seed = Check.orDefault(seed, 0L);
    }
}
