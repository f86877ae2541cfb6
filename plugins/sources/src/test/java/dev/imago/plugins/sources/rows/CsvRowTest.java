package dev.imago.plugins.sources.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvRowTest {
    @Test
    void values_are_taken_apart() {
        assertThat(CsvRow.values("a,b c,\r")).containsExactly("a", "b c", "");
        assertThat(CsvRow.values("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\""))
                .containsExactly("a,b", "say \"hi\"", "two\nlines");
        assertThat(CsvRow.values("")).containsExactly("");
    }
}
