package dev.imago.plugins.diffusion.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyKeysTest {
    @ParameterizedTest
    @CsvSource({
        "decoder.mid_block.attentions.0.query.weight, decoder.mid_block.attentions.0.to_q.weight",
        "encoder.mid_block.attentions.0.key.bias, encoder.mid_block.attentions.0.to_k.bias",
        "x.attentions.1.value.bias, x.attentions.1.to_v.bias",
        "x.attentions.0.proj_attn.weight, x.attentions.0.to_out.0.weight",
        "x.attentions.0.to_q.weight, x.attentions.0.to_q.weight",
        "encoder.conv_in.weight, encoder.conv_in.weight"
    })
    void names_of_before_become_those_of_now(String before, String now) {
        assertThat(LegacyKeys.current(before)).isEqualTo(now);
    }
}
