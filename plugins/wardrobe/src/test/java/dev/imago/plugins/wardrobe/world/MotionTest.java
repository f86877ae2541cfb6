package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MotionTest {
    @Test
    void begins_or_ends_at_rest_and_moves_only_into_empty_cells() {
        Set<String> verbs = new TreeSet<>();
        TestWorld.scenes(
                500,
                Layout.FREE,
                (scene, random) -> {
                    Motion motion = Motion.of(scene, random);
                    verbs.add(motion.verb());
                    assertThat(motion.poses().size()).isBetween(2, 6);
                    assertThat(motion.rest().with(motion.mover())).isEqualTo(scene);
                    Pose end = motion.poses().get(motion.poses().size() - 1);
                    Place reached = Place.at((int) end.y() / 32, (int) end.x() / 32);
                    assertThat(motion.rest().at(reached)).isEmpty();
                    Pose still = Pose.in(motion.mover().place());
                    assertThat(motion.poses()).contains(still);
                });
        assertThat(verbs).hasSize(8);
    }

    @Test
    void a_frame_has_a_scene_when_its_garment_lies_in_a_cell() {
        Scene scene = TestWorld.sneakerAndBag();
        Item bag = scene.of(Garment.BAG).orElseThrow();
        Pose still = Pose.in(bag.place());
        Pose end = Pose.in(Place.TOP_RIGHT);
        List<Pose> poses = List.of(still, still.towards(end, 0.5), end);
        Motion motion = new Motion("motion.up", bag, scene.without(bag), poses);
        List<FrameImage> frames =
                IntStream.range(0, 3)
                        .mapToObj(k -> new FrameImage("f" + k, motion, k, null))
                        .toList();
        assertThat(frames.get(0).scene()).contains(scene);
        assertThat(frames.get(0).still()).isEqualTo(scene);
        assertThat(frames.get(1).scene()).isEmpty();
        assertThat(frames.get(2).scene())
                .contains(scene.without(bag).with(bag.movedTo(Place.TOP_RIGHT)));
    }
}
