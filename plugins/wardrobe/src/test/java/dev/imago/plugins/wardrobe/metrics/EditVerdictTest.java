package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import dev.imago.plugins.wardrobe.world.Tint;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditVerdictTest {
    private final Scene before = TestScenes.sneakerAndBag();
    private final Item sneaker = before.items().get(0);
    private final Item bag = before.items().get(1);
    private final Scene green = before.without(bag).with(bag.tinted(Tint.GREEN));
    private final Scene swapped =
            before.without(bag)
                    .without(sneaker)
                    .with(bag.movedTo(sneaker.place()))
                    .with(sneaker.movedTo(bag.place()));

    /** What a judge that is always right sees in a scene's picture. */
    private static Seen seen(Scene scene) {
        return new Seen(
                new PictureMeasure().measure(TestScenes.picture(scene)), TestScenes.named(scene));
    }

    private EditVerdict verdict(Scene after, Scene drawn) {
        return EditVerdict.of(before, after, seen(drawn), seen(after));
    }

    @Test
    void the_wanted_picture_is_right() {
        for (Scene after :
                new Scene[] {green, swapped, before.without(bag), before.on(Ground.BLACK)}) {
            assertThat(verdict(after, after)).isEqualTo(new EditVerdict(true, true));
        }
    }

    @Test
    void a_copy_keeps_everything_and_changes_nothing() {
        for (Scene after :
                new Scene[] {green, swapped, before.without(bag), before.on(Ground.BLACK)}) {
            assertThat(verdict(after, before)).isEqualTo(new EditVerdict(false, true));
        }
    }

    @Test
    void a_loss_beside_the_change_is_not_kept() {
        assertThat(verdict(green, green.on(Ground.WHITE))).isEqualTo(new EditVerdict(true, false));
        assertThat(verdict(green, green.without(sneaker))).isEqualTo(new EditVerdict(true, false));
        assertThat(verdict(before.without(bag), before.without(bag).without(sneaker)))
                .isEqualTo(new EditVerdict(true, false));
        assertThat(verdict(before.on(Ground.BLACK), green.on(Ground.BLACK)))
                .isEqualTo(new EditVerdict(true, false));
    }

    @Test
    void nothing_drawn_is_neither() {
        assertThat(EditVerdict.of(before, green, Seen.NOTHING, seen(green)))
                .isEqualTo(new EditVerdict(false, false));
    }

    @Test
    void a_recolored_garment_stays_the_same_garment() {
        Map<Place, Garment> named = new EnumMap<>(TestScenes.named(green));
        named.put(bag.place(), Garment.BOOT);
        Seen boot = new Seen(seen(green).measured(), named);
        assertThat(EditVerdict.of(before, green, boot, seen(green)))
                .isEqualTo(new EditVerdict(true, false));
        // Where the judge says so of the rendered picture itself, it is his error.
        assertThat(EditVerdict.of(before, green, boot, boot))
                .isEqualTo(new EditVerdict(true, true));
    }
}
