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
import java.util.List;
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
                        new GridConfig(3, List.of(16, 8), false),
                        new FeatureShape(tokens, 6),
                        side,
                        store.root().at("grid"),
                        bed.ops());
        store.initialise(4);
        return built;
    }

    @Test
    void a_token_tells_most_of_its_own_place() {
        GridProjector projector = projector(4, 4);
        NDArray tokens = bed.normal(1, 1, 4, 6);
        NDArray changed = tokens.duplicate();
        changed.set(new NDIndex("0,2"), bed.normal(9, 1, 6).reshape(6)); // bottom left
        NDArray before = projector.project(tokens, 4, 4);
        assertThat(before.getShape()).isEqualTo(new Shape(1, 3, 4, 4));
        NDArray change = projector.project(changed, 4, 4).sub(before).abs();
        float own = change.get(":,:,2:,:2").mean().getFloat();
        assertThat(own).isGreaterThan(change.get(":,:,:2,2:").mean().getFloat());
    }

    @Test
    void other_sides_than_in_training_get_the_map_enlarged() {
        NDArray map = projector(4, 4).project(bed.normal(1, 2, 4, 6), 16, 12);
        assertThat(map.getShape()).isEqualTo(new Shape(2, 3, 16, 12));
    }

    @Test
    void tokens_that_make_no_square_map_are_refused() {
        assertThatThrownBy(() -> projector(6, 4))
                .hasMessageContaining("model.decoder.grid")
                .hasMessageContaining("is the 4 of the UNet's sample_size, not 6 and 2 levels");
        assertThatThrownBy(() -> projector(9, 4)).hasMessageContaining("not 9");
        assertThatThrownBy(() -> projector(4, 8)).hasMessageContaining("not 4 and 2 levels");
    }
}
