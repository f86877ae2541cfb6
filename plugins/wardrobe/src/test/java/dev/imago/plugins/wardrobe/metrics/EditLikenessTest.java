package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Picture;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Scene;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EditLikenessTest {
    private static final Picture PIXEL = new Picture(1, 1, new byte[3]);

    /** A sneaker top-left, a bag bottom-right. */
    private final Scene before = TestScenes.sneakerAndBag();

    private final Item bag = before.items().get(1);

    /** Sixteen tokens, of which some are turned by a right angle. */
    private static Drawn drawn(Integer... turned) {
        float[][] tokens = new float[16][];
        for (int k = 0; k < tokens.length; k++) {
            boolean other = List.of(turned).contains(k);
            tokens[k] = other ? new float[] {0, 2} : new float[] {1, 0};
        }
        return new Drawn(PIXEL, tokens);
    }

    private static Redrawing redrawing(Optional<Drawn> drawn) {
        return new Redrawing("", List.of(), drawn(), drawn(), PIXEL, drawn);
    }

    @Test
    void tokens_belong_to_the_cells_they_lie_in() {
        int upperLeftOfTheBag = 4 * 2 + 2;
        Redrawing drawing = redrawing(Optional.of(drawn(upperLeftOfTheBag)));
        EditLikeness likeness = EditLikeness.of(before, before.without(bag), drawing);
        assertThat(likeness.kept()).hasSize(12).containsOnly(1.0);
        assertThat(likeness.changed()).containsExactlyInAnyOrder(0.0, 1.0, 1.0, 1.0);
    }

    @Test
    void another_ground_changes_all() {
        Redrawing drawing = redrawing(Optional.of(drawn(0)));
        EditLikeness likeness = EditLikeness.of(before, before.on(Ground.BLACK), drawing);
        assertThat(likeness.kept()).isEmpty();
        assertThat(likeness.changed()).hasSize(16).contains(0.0);
    }

    @Test
    void nothing_drawn_is_like_nothing() {
        EditLikeness likeness =
                EditLikeness.of(before, before.without(bag), redrawing(Optional.empty()));
        assertThat(likeness.kept()).isEmpty();
        assertThat(likeness.changed()).isEmpty();
    }
}
