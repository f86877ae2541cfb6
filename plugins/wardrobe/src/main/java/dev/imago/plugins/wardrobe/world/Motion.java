package dev.imago.plugins.wardrobe.world;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one garment of a scene does over some frames.
 *
 * @param verb the name of its words in the grammar
 * @param mover the garment
 * @param rest the scene without it
 * @param poses of the mover, one a frame
 */
record Motion(String verb, Item mover, Scene rest, List<Pose> poses) {
    /** Side of a garment that is small, relative to its own. */
    private static final double SMALL = 0.5;

    private static final double QUARTER = Math.PI / 2;
    private static final int MOST_FRAMES = 6;

    /** Draws a motion that the scene allows, of two to six frames. */
    static Motion of(Scene scene, RandomGenerator random) {
        Item mover = Draws.one(scene.items(), random);
        Pose still = Pose.in(mover.place());
        List<Way> ways = Stream.concat(turns(still), moves(scene, mover.place(), still)).toList();
        Way way = Draws.one(ways, random);
        int frames = random.nextInt(2, MOST_FRAMES + 1);
        List<Pose> poses =
                IntStream.range(0, frames)
                        .mapToObj(k -> way.start().towards(way.end(), k / (frames - 1.0)))
                        .toList();
        return new Motion(way.verb(), mover, scene.without(mover), poses);
    }

    private static Stream<Way> turns(Pose still) {
        Pose small = new Pose(still.x(), still.y(), SMALL, 0);
        return Stream.of(
                new Way("motion.grow", small, still),
                new Way("motion.shrink", still, small),
                new Way("motion.turn", still, turned(still, QUARTER)),
                new Way("motion.turn_back", still, turned(still, -QUARTER)));
    }

    private static Pose turned(Pose still, double angle) {
        return new Pose(still.x(), still.y(), 1, angle);
    }

    private static Stream<Way> moves(Scene scene, Place from, Pose still) {
        Place beside = Place.at(from.row(), 1 - from.column());
        Place over = Place.at(1 - from.row(), from.column());
        Way sideways =
                new Way(
                        from.column() == 0 ? "motion.right" : "motion.left",
                        still,
                        Pose.in(beside));
        Way upright = new Way(from.row() == 0 ? "motion.down" : "motion.up", still, Pose.in(over));
        return Stream.concat(
                scene.at(beside).isEmpty() ? Stream.of(sideways) : Stream.empty(),
                scene.at(over).isEmpty() ? Stream.of(upright) : Stream.empty());
    }

    private record Way(String verb, Pose start, Pose end) {}
}
