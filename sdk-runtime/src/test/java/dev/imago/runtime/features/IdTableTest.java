package dev.imago.runtime.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdTableTest {
    @Test
    void ids_are_numbered_in_order() {
        IdTable table = new IdTable();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            IdTable.Key key = IdTable.Key.of("id " + i);
            assertThat(table.find(key)).isEqualTo(-1);
            assertThat(table.add(key)).isEqualTo(i);
        }
        for (int i = 0; i < count; i++) {
            assertThat(table.find(IdTable.Key.of("id " + i))).isEqualTo(i);
        }
        assertThat(table.size()).isEqualTo(count);
    }
}
