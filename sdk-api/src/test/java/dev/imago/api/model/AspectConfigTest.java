package dev.imago.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AspectConfigTest {
    private static final Aspect SQUARE = new Aspect.Square();
    private static final List<Double> CLIP = List.of(0.48145466, 0.4578275, 0.40821073);

    @Test
    void without_keys_it_is_the_usual_one() {
        assertThat(AspectConfig.USUAL.of(SQUARE, 56, CLIP)).isEqualTo(SQUARE);
        Aspect crop = new Aspect.Crop(64);
        assertThat(AspectConfig.USUAL.of(crop, 56, CLIP)).isEqualTo(crop);
        assertThat(new AspectConfig("square", null, null).of(crop, 56, CLIP)).isEqualTo(SQUARE);
    }

    @Test
    void bars_have_the_mean_colour() {
        AspectConfig pad = new AspectConfig("pad", null, null);
        assertThat(pad.of(SQUARE, 56, CLIP)).isEqualTo(new Aspect.Pad(List.of(122, 116, 104), 56));
        AspectConfig white = new AspectConfig("pad", 70, List.of(255, 255, 255));
        assertThat(white.of(SQUARE, 56, CLIP))
                .isEqualTo(new Aspect.Pad(List.of(255, 255, 255), 70));
    }

    @Test
    void the_cut_is_from_the_side_unless_told() {
        assertThat(new AspectConfig("crop", null, null).of(SQUARE, 56, CLIP))
                .isEqualTo(new Aspect.Crop(56));
        assertThat(new AspectConfig("crop", 70, null).of(SQUARE, 56, CLIP).cutFrom()).hasValue(70);
        assertThat(SQUARE.cutFrom()).isEmpty();
    }

    @Test
    void keys_that_don_t_fit_are_refused() {
        refused(() -> new AspectConfig("padd", null, null), "aspect is 'padd', expected one of");
        refused(
                () -> new AspectConfig("pad", null, List.of(1, 2, 300)),
                "background is [1, 2, 300], expected three numbers from 0 to 255");
        refused(
                () -> new AspectConfig(null, 70, null).of(SQUARE, 56, CLIP),
                "shortest_edge belongs to aspect crop or pad, but the aspect is square");
        refused(
                () -> new AspectConfig("crop", null, List.of(0, 0, 0)).of(SQUARE, 56, CLIP),
                "background belongs to aspect pad, but the aspect is crop");
        refused(
                () -> new AspectConfig("crop", 40, null).of(SQUARE, 56, CLIP),
                "shortest_edge is 40, expected at least the square's side of 56");
    }

    private static void refused(ThrowingCallable action, String message) {
        assertThatThrownBy(action)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(message);
    }
}
