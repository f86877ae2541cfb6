package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SceneComposerTest {
    private static final int COLUMNS = 6;
    private static final String GOLDEN = "scenes.png";

    private final Photos photos = TestWorld.SAMPLER.photos();
    private final SceneComposer composer = new SceneComposer(photos);

    /** Five scenes and a garment on its way; {@code -Dimago.updateGolden} writes the file anew. */
    @Test
    void paints_the_golden_picture() throws IOException {
        BufferedImage painted = new BufferedImage(64 * COLUMNS, 64, BufferedImage.TYPE_INT_RGB);
        Layout[] layouts = Layout.values();
        for (int i = 0; i < layouts.length; i++) {
            Scene scene = TestWorld.SAMPLER.sample(layouts[i], new SplittableRandom(i));
            put(painted, i, composer.compose(scene));
        }
        Scene rest = TestWorld.sneakerAndBag();
        Item dress = new Item(Place.TOP_RIGHT, Garment.DRESS, Tint.YELLOW, 180, false);
        put(painted, 5, composer.compose(rest, dress, new Pose(36, 30, 0.9, 0.4)));
        if (Boolean.getBoolean("imago.updateGolden")) {
            File file = new File("src/test/resources/dev/imago/plugins/wardrobe/world/" + GOLDEN);
            ImageIO.write(painted, "png", file);
        }
        try (InputStream in = SceneComposerTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(pixels(painted)).isEqualTo(pixels(ImageIO.read(in)));
        }
    }

    private static void put(BufferedImage image, int column, Picture picture) {
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int rgb =
                        picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2);
                image.setRGB(column * 64 + x, y, rgb);
            }
        }
    }

    private static int[] pixels(BufferedImage image) {
        int[] rgb =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return java.util.Arrays.stream(rgb).map(v -> v & 0xffffff).toArray();
    }

    @Test
    void follows_the_formula() {
        TestWorld.scenes(
                20,
                Layout.FREE,
                (scene, random) -> {
                    Picture picture = composer.compose(scene);
                    int x = random.nextInt(64);
                    int y = random.nextInt(64);
                    for (int c = 0; c < 3; c++) {
                        assertThat(picture.at(x, y, c)).isEqualTo(formula(scene, x, y, c));
                    }
                });
    }

    private int formula(Scene scene, int x, int y, int c) {
        double under = scene.ground().rgb().channel(c) / 255.0;
        Item item = scene.at(Place.at(y / 32, x / 32)).orElse(null);
        if (item == null) {
            return (int) Math.round(255 * under);
        }
        double tint = item.tint().rgb().channel(c) / 255.0;
        double g = gray(item, x % 32 - 2, y % 32 - 2);
        double a = Math.min(1, 5 * g);
        return (int) Math.round(255 * (under * (1 - a) + tint * (0.4 + 0.6 * g) * a));
    }

    private double gray(Item item, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < 28 && y < 28;
        return inside ? photos.level(item.photo(), x, y) / 31.0 : 0;
    }

    @Test
    void a_garment_at_rest_looks_alike_by_both_ways() {
        Scene scene = TestWorld.sneakerAndBag();
        Item bag = scene.of(Garment.BAG).orElseThrow();
        Picture posed = composer.compose(scene.without(bag), bag, Pose.in(bag.place()));
        assertThat(posed.rgb()).isEqualTo(composer.compose(scene).rgb());
    }

    @Test
    void mirrors_left_to_right() {
        Item item = new Item(Place.TOP_LEFT, Garment.SNEAKER, Tint.RED, 420, false);
        Item mirrored = new Item(Place.TOP_LEFT, Garment.SNEAKER, Tint.RED, 420, true);
        Picture left = composer.compose(new Scene(Layout.SINGLE, Ground.WHITE, List.of(item)));
        Picture right = composer.compose(new Scene(Layout.SINGLE, Ground.WHITE, List.of(mirrored)));
        assertThat(left.rgb()).isNotEqualTo(right.rgb());
        for (int x = 0; x < 32; x++) {
            assertThat(left.at(x, 15, 1)).isEqualTo(right.at(31 - x, 15, 1));
        }
    }
}
