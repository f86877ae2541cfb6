package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordKeysTest {
    record Common(Double rate) {}

    record Inner(String ropeType, Integer depth) {
        Inner {
            depth = Check.positive(depth, 1, "depth");
        }
    }

    record Outer(Integer hiddenSize, List<Double> betas, Inner ropeScaling, @Flat Common common) {}

    private final ObjectNode keys = Bench.keys();

    @Test
    void snake_case_keys_nested_and_flat_records_are_read() {
        keys.put("hidden_size", 4).put("rate", 0.5).put("unknown", true);
        keys.putArray("betas").add(0.9).add(0.99);
        keys.putObject("rope_scaling").put("rope_type", "llama3");
        assertThat(new RecordKeys().record(Outer.class, keys))
                .isEqualTo(
                        new Outer(4, List.of(0.9, 0.99), new Inner("llama3", 1), new Common(0.5)));
    }

    @Test
    void what_is_missing_or_null_is_left_to_the_record() {
        keys.putNull("hidden_size");
        assertThat(new RecordKeys().record(Outer.class, keys))
                .isEqualTo(new Outer(null, null, null, new Common(null)));
    }

    @Test
    void a_refused_value_is_told_by_the_record_s_own_exception() {
        keys.putObject("rope_scaling").put("depth", 0);
        assertThatThrownBy(() -> new RecordKeys().record(Outer.class, keys))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("depth is 0");
    }
}
