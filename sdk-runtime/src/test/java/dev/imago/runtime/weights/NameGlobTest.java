package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGlobTest {
    @ParameterizedTest
    @CsvSource({
        "model.layers.*.mlp.**, model.layers.3.mlp.up_proj.weight, true",
        "model.layers.*.weight, model.layers.3.mlp.weight, false",
        "'**.{q,v}_proj.weight', model.layers.3.self_attn.v_proj.weight, true",
        "'**.{q,v}_proj.weight', model.layers.3.self_attn.k_proj.weight, false",
        "connector, connector.0.weight, true",
        "connector, connector, true",
        "connector, connectors.0.weight, false",
        "'{connector,vision_head}', vision_head.2.bias, true",
        "**.mlp, model.layers.3.mlp.up_proj.weight, true",
        "**, a.b.c, true",
        "*, a.b, false",
        "a.b, axb, false"
    })
    void stars_and_braces(String glob, String name, boolean fits) {
        assertThat(NameGlob.of(glob).matches(name)).isEqualTo(fits);
    }
}
