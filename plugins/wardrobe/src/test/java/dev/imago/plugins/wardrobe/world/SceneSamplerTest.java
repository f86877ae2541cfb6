package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneSamplerTest {
    @Test
    void shows_one_to_four_garments_mostly_three_or_four() {
        double[] share = new double[5];
        TestWorld.scenes(4000, Layout.FREE, (scene, r) -> share[scene.items().size()]++);
        double[] expected = {0, 0.10, 0.15, 0.35, 0.40};
        for (int n = 0; n < expected.length; n++) {
            assertThat(share[n] / 4000).isCloseTo(expected[n], within(0.03));
        }
    }

    @Test
    void shows_as_many_scenes_of_few_garments_as_told() {
        SceneSampler sampler = new SceneSampler(TestWorld.SAMPLER.photos(), false, 0.6);
        int few = 0;
        for (int i = 0; i < 4000; i++) {
            Scene scene = sampler.sample(Layout.FREE, Draws.random(5, "few", i));
            few += scene.items().size() <= 2 ? 1 : 0;
        }
        assertThat(few / 4000.0).isCloseTo(0.6, within(0.03));
    }

    @Test
    void shows_no_garment_twice_and_photos_of_what_it_says() {
        Photos photos = TestWorld.SAMPLER.photos();
        TestWorld.scenes(
                500,
                Layout.FREE,
                (scene, random) -> {
                    assertThat(scene.items()).extracting(Item::garment).doesNotHaveDuplicates();
                    assertThat(scene.items()).extracting(Item::place).doesNotHaveDuplicates();
                    // The bundled test photos lie in classes of 60.
                    assertThat(scene.items())
                            .allMatch(item -> item.photo() / 60 == item.garment().ordinal())
                            .allMatch(item -> item.photo() < photos.size());
                });
    }

    @Test
    void keeps_the_conventions_of_layouts() {
        TestWorld.scenes(
                50,
                Layout.SINGLE,
                (scene, r) ->
                        assertThat(scene.items())
                                .extracting(Item::place)
                                .containsExactly(Place.TOP_LEFT));
        TestWorld.scenes(
                50,
                Layout.ROW,
                (scene, r) ->
                        assertThat(scene.items())
                                .extracting(Item::place)
                                .containsExactly(Place.TOP_LEFT, Place.TOP_RIGHT));
        TestWorld.scenes(
                50,
                Layout.COLUMN,
                (scene, r) ->
                        assertThat(scene.items())
                                .extracting(Item::place)
                                .containsExactly(Place.TOP_LEFT, Place.BOTTOM_LEFT));
        TestWorld.scenes(
                50,
                Layout.LIST,
                (scene, r) -> {
                    List<Place> reading = List.of(Place.values());
                    int count = scene.items().size();
                    assertThat(count).isBetween(2, 4);
                    assertThat(scene.items())
                            .extracting(Item::place)
                            .isEqualTo(reading.subList(0, count));
                });
    }

    @Test
    void draws_layouts_of_drawings_by_their_shares() {
        SplittableRandom random = new SplittableRandom(1);
        long free =
                IntStream.range(0, 4000)
                        .filter(i -> Layout.ofDrawing(random) == Layout.FREE)
                        .count();
        assertThat(free / 4000.0).isCloseTo(0.55, within(0.03));
    }
}
