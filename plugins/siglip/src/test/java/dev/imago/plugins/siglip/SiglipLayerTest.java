package dev.imago.plugins.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Gelu;
import org.junit.jupiter.api.Test;

class SiglipLayerTest {
    @Test
    void one_position_alone_is_that_position_of_all() {
        try (TinySiglip tiny = new TinySiglip()) {
            BlockShape shape = new BlockShape(16, 32, 2, 1e-6, Gelu.TANH, true);
            SiglipLayer layer = new SiglipLayer(shape, tiny.store().root(), tiny.ops());
            tiny.store().initialise(5);
            NDArray x = tiny.manager().randomUniform(-1, 1, new Shape(2, 3, 16));
            NDArray rows = tiny.manager().create(new long[] {1, 5});
            NDArray mask =
                    tiny.manager()
                            .create(
                                    new boolean[] {true, true, false, true, true, true},
                                    new Shape(2, 1, 1, 3));
            float[] all = tiny.ops().gatherRows(layer.apply(x).reshape(6, 16), rows).toFloatArray();
            float[] one = layer.applyOne(x, rows, mask).toFloatArray();
            for (int i = 0; i < all.length; i++) {
                assertThat(one[i]).isCloseTo(all[i], within(1e-5f));
            }
        }
    }
}
