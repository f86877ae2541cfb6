package dev.imago.plugins.vpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Weights;
import org.junit.jupiter.api.Test;

/** What the numbers are is told by the parity cases; this is about names, slots and refusals. */
class ConnectorsTest {
    private static final Widths WIDTHS = new Widths(6, 8);

    private static Weights weights(Bed bed) {
        return bed.store().root().at("model.mm_projector");
    }

    private static ConnectorConfig plain() {
        return new ConnectorConfig(null, null, null);
    }

    @Test
    void mlps_count_their_activations_in_key_names() {
        try (Bed bed = new Bed()) {
            new Mlp3xGeluConnector(plain(), WIDTHS, Bed.VISUAL, weights(bed), bed.ops());
            assertThat(bed.names())
                    .containsExactly(
                            "model.mm_projector.0.weight",
                            "model.mm_projector.0.bias",
                            "model.mm_projector.2.weight",
                            "model.mm_projector.2.bias",
                            "model.mm_projector.4.weight",
                            "model.mm_projector.4.bias");
        }
    }

    @Test
    void a_linear_connector_stands_at_its_own_prefix() {
        try (Bed bed = new Bed()) {
            new LinearConnector(plain(), WIDTHS, Bed.VISUAL, weights(bed), bed.ops());
            assertThat(bed.names())
                    .containsExactly("model.mm_projector.weight", "model.mm_projector.bias");
        }
    }

    @Test
    void slots_tell_tokens_of_one_image_apart() {
        try (Bed bed = new Bed()) {
            Connector connector =
                    new Mlp2xGeluConnector(
                            new ConnectorConfig(true, null, null),
                            WIDTHS,
                            Bed.VISUAL,
                            weights(bed),
                            bed.ops());
            bed.store().initialise(1);
            assertThat(bed.names()).contains("model.mm_projector.slots");
            NDArray same = bed.manager().ones(new Shape(3, 6));
            NDArray slots = bed.manager().create(new long[] {0, 1, 0});
            NDArray out = connector.connect(same, slots);
            assertThat(out.getShape()).isEqualTo(new Shape(3, 8));
            assertThat(out.get(0)).isEqualTo(out.get(2)).isNotEqualTo(out.get(1));
        }
    }

    @Test
    void tokens_may_be_scaled_before_they_are_connected() {
        try (Bed bed = new Bed()) {
            Connector plain =
                    new LinearConnector(plain(), WIDTHS, Bed.VISUAL, weights(bed), bed.ops());
            Connector scaled =
                    new LinearConnector(
                            new ConnectorConfig(null, null, 8.0),
                            WIDTHS,
                            Bed.VISUAL,
                            weights(bed),
                            bed.ops());
            bed.store().initialise(1);
            NDArray x = bed.random(2, 6);
            NDArray slots = bed.manager().create(new long[] {0, 1});
            NDArray difference =
                    scaled.connect(x, slots).sub(plain.connect(x.mul(8), slots)).abs().max();
            assertThat(difference.getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void identity_refuses_to_bridge_widths() {
        try (Bed bed = new Bed()) {
            assertThatThrownBy(
                            () ->
                                    new IdentityConnector(
                                            plain(), WIDTHS, Bed.VISUAL, weights(bed), bed.ops()))
                    .isInstanceOf(ImagoException.class)
                    .hasMessageContaining("width 6 and a backbone of width 8");
        }
    }
}
