package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionsTest {
    private final Captions captions = new Captions(new Grammar());

    private Set<String> drawings(Scene scene) {
        Set<String> told = new TreeSet<>();
        IntStream.range(0, 200)
                .forEach(i -> told.add(captions.drawing(scene, new SplittableRandom(i))));
        return told;
    }

    private static Scene as(Layout layout, Ground ground) {
        List<Item> items = new ArrayList<>(TestWorld.sneakerAndBag().items());
        return new Scene(
                layout,
                ground,
                List.of(
                        items.get(0),
                        items.get(1)
                                .movedTo(
                                        layout == Layout.COLUMN
                                                ? Place.BOTTOM_LEFT
                                                : Place.TOP_RIGHT)));
    }

    @Test
    void says_all_that_is_there() {
        assertThat(captions.full(TestWorld.sneakerAndBag()))
                .isEqualTo("a red sneaker top-left, a blue bag bottom-right on gray");
    }

    @Test
    void names_free_places_in_any_order() {
        assertThat(drawings(TestWorld.sneakerAndBag()))
                .containsExactly(
                        "a blue bag bottom-right, a red sneaker top-left on gray",
                        "a red sneaker top-left, a blue bag bottom-right on gray");
    }

    @Test
    void tells_relations_both_ways() {
        assertThat(drawings(as(Layout.ROW, Ground.BLACK)))
                .containsExactly(
                        "a blue bag right of a red sneaker on black",
                        "a red sneaker left of a blue bag on black");
        assertThat(drawings(as(Layout.COLUMN, Ground.BLACK)))
                .containsExactly(
                        "a blue bag below a red sneaker on black",
                        "a red sneaker above a blue bag on black");
    }

    @Test
    void leaves_only_a_white_ground_unsaid() {
        assertThat(drawings(as(Layout.LIST, Ground.WHITE)))
                .containsExactly("a red sneaker, a blue bag", "a red sneaker, a blue bag on white");
        assertThat(drawings(as(Layout.LIST, Ground.BEIGE)))
                .containsExactly("a red sneaker, a blue bag on beige");
    }

    @Test
    void tells_what_is_true_of_each_cell() {
        assertThat(captions.regions(TestWorld.sneakerAndBag()))
                .extracting(region -> String.join("/", region.texts()))
                .containsExactly(
                        "sneaker/red/red sneaker/on gray",
                        "nothing/on gray",
                        "nothing/on gray",
                        "bag/blue/blue bag/on gray");
    }
}
