package dev.imago.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final List<Integer> USUAL = List.of(16, 8);

    @Test
    void multiples_are_copied_or_the_usual_ones() {
        List<Integer> given = new ArrayList<>(List.of(24, 8));
        List<Integer> checked = Check.multiples(given, USUAL, 8, "channels");
        given.clear();
        assertThat(checked).containsExactly(24, 8);
        assertThat(Check.multiples(null, USUAL, 8, "channels")).isEqualTo(USUAL);
    }

    @Test
    void other_numbers_and_none_are_refused_by_their_key() {
        for (int wrong : new int[] {0, 4, -8, 12}) {
            assertThatThrownBy(() -> Check.multiples(List.of(8, wrong), USUAL, 8, "channels"))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("channels has " + wrong + ", expected multiples of 8");
        }
        assertThatThrownBy(() -> Check.multiples(List.of(), USUAL, 8, "channels"))
                .isInstanceOfSatisfying(
                        InvalidValueException.class,
                        e -> {
                            assertThat(e.key()).isEqualTo("channels");
                            assertThat(e.reason()).isEqualTo("is empty, expected multiples of 8");
                        });
    }
}
