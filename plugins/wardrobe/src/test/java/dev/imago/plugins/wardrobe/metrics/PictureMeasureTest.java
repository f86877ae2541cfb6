package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.plugins.wardrobe.WardrobeConfig;
import dev.imago.plugins.wardrobe.WardrobeSource;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import dev.imago.plugins.wardrobe.world.SceneImage;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureMeasureTest {
    private final PictureMeasure measure = new PictureMeasure();

    @Test
    void finds_what_real_pictures_show() {
        Samples<CaptionedImage> samples =
                new WardrobeSource(
                                new WardrobeConfig("test", 1000, 1, 8, false, null, null, 3L, null))
                        .samples("generate", CaptionedImage.class);
        SceneScore score = new SceneScore();
        for (long i = 0; i < samples.size(); i++) {
            SceneImage image = SceneImage.of(samples.get(i).image());
            score.add(image.scene(), measure.measure(image.load()), Map.of());
        }
        assertThat(score.ground()).isEqualTo(1);
        assertThat(score.layout()).isGreaterThan(0.998);
        assertThat(score.colour()).isGreaterThan(0.998);
    }

    @Test
    void sees_nothing_in_an_empty_picture() {
        byte[] rgb = new byte[64 * 64 * 3];
        Arrays.fill(rgb, (byte) 128);
        PictureMeasure.Measured measured = measure.measure(new Picture(64, 64, rgb));
        assertThat(measured.ground()).isEqualTo(Ground.GRAY);
        assertThat(measured.tints()).isEmpty();
    }

    @Test
    void a_scene_is_right_only_when_all_of_it_is() {
        Scene scene = TestScenes.sneakerAndBag();
        Scene moved =
                scene.without(scene.items().get(0))
                        .with(scene.items().get(0).movedTo(Place.TOP_RIGHT));
        PictureMeasure.Measured seen = measure.measure(TestScenes.picture(scene));
        SceneScore score = new SceneScore();
        score.add(scene, seen, TestScenes.named(scene));
        assertThat(score.wholeScene()).isEqualTo(1);
        score.add(moved, seen, TestScenes.named(scene));
        assertThat(score.wholeScene()).isEqualTo(0.5);
        assertThat(score.layout()).isEqualTo(6 / 8.0);
        assertThat(score.colour()).isEqualTo(3 / 4.0);
        assertThat(score.garment()).isEqualTo(3 / 4.0);
        score.add(scene, Seen.NOTHING.measured(), Seen.NOTHING.named());
        assertThat(score.wholeScene()).isEqualTo(1 / 3.0);
        assertThat(score.layout()).isEqualTo(8 / 12.0);
        assertThat(score.garment()).isEqualTo(3 / 6.0);
        assertThat(score.ground()).isEqualTo(2 / 3.0);
    }
}
