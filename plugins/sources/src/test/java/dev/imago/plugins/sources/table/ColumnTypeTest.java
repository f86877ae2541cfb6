package dev.imago.plugins.sources.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VARCHAR|c",
                "DECIMAL(18,3)|c",
                "BLOB|f(c)",
                "BLOB[]|list_transform(c, lambda x: f(x))",
                "STRUCT(\"from\" VARCHAR, \"value\" VARCHAR)[]|c",
                "STRUCT(bytes BLOB, path VARCHAR)|CASE WHEN c IS NULL THEN NULL ELSE"
                        + " {\"bytes\": f(c.\"bytes\"), \"path\": c.\"path\"} END",
                "STRUCT(\"a \"\"b\"\", c\" STRUCT(d BLOB), e DECIMAL(4,2))|CASE WHEN c IS NULL THEN"
                        + " NULL ELSE {\"a \"\"b\"\", c\": CASE WHEN c.\"a \"\"b\"\", c\" IS NULL THEN"
                        + " NULL ELSE {\"d\": f(c.\"a \"\"b\"\", c\".\"d\")} END, \"e\": c.\"e\"} END"
            })
    void bytes_are_found_wherever_they_stand(String type, String expected) {
        assertThat(ColumnType.parse(type).written("c", "f(%s)")).isEqualTo(expected);
    }
}
