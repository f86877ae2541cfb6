package dev.imago.samples.extending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.ImageExamples;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.runtime.weights.ParameterStore;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TileDecoderTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private ParameterStore store;

    @BeforeEach
    void open() {
        store = new ParameterStore(new Ops(leaks.manager()), leaks.manager(), Precision.FP32);
    }

    @Test
    void every_token_is_a_tile_of_one_colour() {
        TileDecoder decoder = decoder(4);
        NDArray tokens = tokens();
        try (Autograd.Scope still = Autograd.off();
                NDArray drawn = decoder.render(tokens, RenderOptions.DEFAULT)) {
            assertThat(drawn.getShape()).isEqualTo(new Shape(2, 3, 16, 16));
            NDArray tile = drawn.get("0, 0, 8:, :8");
            assertThat(tile.max().getFloat()).isEqualTo(tile.min().getFloat());
            leaks.assertSteady(() -> decoder.render(tokens, RenderOptions.DEFAULT).close());
        }
    }

    @Test
    void gradients_of_the_mean_error_reach_its_weights() {
        TileDecoder decoder = decoder(4);
        store.unfreeze("**");
        NDManager manager = leaks.manager();
        ImageExamples shard = new ImageExamples(tokens(), manager.zeros(new Shape(2, 3, 16, 16)));
        try (Autograd.Scope on = Autograd.on()) {
            Counts totals = new Counts(Map.of("images", 2L));
            Loss loss = decoder.objective().loss(shard, totals, manager);
            assertThat(loss.terms().get("pixels")).isBetween(0.0, 1.0);
            Autograd.backward(loss.total());
        }
        assertThat(store.gradients(manager)).containsOnlyKeys("colour.weight", "colour.bias");
    }

    @Test
    void tokens_must_be_a_square() {
        assertThatThrownBy(() -> decoder(5))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("square number of visual tokens, not 5");
    }

    private TileDecoder decoder(int tokens) {
        TileDecoder decoder =
                new TileDecoder(
                        new TileDecoderConfig(8),
                        new FeatureShape(tokens, 6),
                        store.root(),
                        new Ops(leaks.manager()));
        store.initialise(7);
        return decoder;
    }

    private NDArray tokens() {
        return leaks.manager().randomNormal(new Shape(2, 4, 6));
    }
}
