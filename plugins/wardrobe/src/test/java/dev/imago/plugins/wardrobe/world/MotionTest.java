package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
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
}
