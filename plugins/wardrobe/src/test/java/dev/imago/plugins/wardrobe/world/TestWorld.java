package dev.imago.plugins.wardrobe.world;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Scenes for tests. */
final class TestWorld {
    static final SceneSampler SAMPLER = new SceneSampler(Photos.bundled(Split.TEST), false, 0.25);

    private TestWorld() {}

    static void scenes(int count, Layout layout, BiConsumer<Scene, RandomGenerator> check) {
        for (int i = 0; i < count; i++) {
            RandomGenerator random = new SplittableRandom(i);
            check.accept(SAMPLER.sample(layout, random), random);
        }
    }

    /** A red sneaker top-left, a blue bag bottom-right on gray. */
    static Scene sneakerAndBag() {
        return new Scene(
                Layout.FREE,
                Ground.GRAY,
                java.util.List.of(
                        new Item(Place.BOTTOM_RIGHT, Garment.BAG, Tint.BLUE, 480, false),
                        new Item(Place.TOP_LEFT, Garment.SNEAKER, Tint.RED, 420, false)));
    }
}
