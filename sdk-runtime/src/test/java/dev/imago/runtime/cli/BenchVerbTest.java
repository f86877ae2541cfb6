package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchVerbTest {
    private final TestConsole console = new TestConsole();

    @Test
    void an_unknown_benchmark_is_told_with_those_there_are() {
        assertThat(console.run("bench", "trian")).isEqualTo(2);
        assertThat(console.err())
                .contains(
                        "train_quarter, lora, packing, rows, first_token, perplexity, images.",
                        "Did you mean 'train'?");
    }

    @Test
    void without_a_plugin_for_the_shape_there_is_an_error() {
        assertThat(console.run("bench", "decode")).isEqualTo(2);
        assertThat(console.err()).contains("UNKNOWN_COMPONENT", "'llama'");
    }

    @Test
    void what_needs_a_model_says_so() {
        assertThat(console.run("bench", "perplexity")).isEqualTo(2);
        assertThat(console.err()).contains("--model", "is missing");
    }
}
