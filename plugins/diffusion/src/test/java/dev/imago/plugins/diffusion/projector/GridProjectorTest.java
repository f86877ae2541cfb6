package dev.imago.plugins.diffusion.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Autograd;
import dev.imago.plugins.diffusion.Bed;
import dev.imago.runtime.weights.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GridProjectorTest {
    private final Bed bed = new Bed();
    private final Autograd.Scope off = Autograd.off();

    @AfterEach
    void close() {
        off.close();
        bed.close();
    }

    private GridProjector projector(int tokens, int side) {
        ParameterStore store = bed.store();
        GridProjector built =
                new GridProjector(
                        new GridConfig(3, 5),
                        new FeatureShape(tokens, 6),
                        side,
                        store.root().at("grid"),
                        bed.ops());
        store.initialise(4);
        return built;
    }

    @Test
    void a_token_tells_of_its_own_place_alone() {
        GridProjector projector = projector(4, 8);
        NDArray tokens = bed.normal(1, 1, 4, 6);
        NDArray changed = tokens.duplicate();
        changed.set(new NDIndex("0,2"), bed.normal(9, 1, 6).reshape(6)); // bottom left
        NDArray before = projector.project(tokens, 8, 8);
        assertThat(before.getShape()).isEqualTo(new Shape(1, 3, 8, 8));
        NDArray change = projector.project(changed, 8, 8).sub(before).abs();
        assertThat(change.get(":,:,4:,:4").min().getFloat()).isPositive();
        change.set(new NDIndex(":,:,4:,:4"), 0);
        assertThat(change.max().getFloat()).isZero();
    }

    @Test
    void other_sides_than_in_training_get_the_map_enlarged() {
        NDArray map = projector(4, 8).project(bed.normal(1, 2, 4, 6), 16, 12);
        assertThat(map.getShape()).isEqualTo(new Shape(2, 3, 16, 12));
    }

    @Test
    void tokens_that_make_no_square_map_are_refused() {
        assertThatThrownBy(() -> projector(6, 8))
                .hasMessageContaining("model.decoder.grid")
                .hasMessageContaining("side divides the 8 of the UNet's sample_size, not 6");
        assertThatThrownBy(() -> projector(9, 8)).hasMessageContaining("not 9");
    }
}
