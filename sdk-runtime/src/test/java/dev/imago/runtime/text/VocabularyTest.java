package dev.imago.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ImagoException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static Vocabulary parse(String id) {
        String json =
                """
                {"added_tokens": [{"id": %s, "content": "<end>", "special": true}],
                 "normalizer": {"type": "NFC"}, "model": {"vocab": {"a": 0, "b": 1}}}"""
                        .formatted(id);
        return Vocabulary.parse(json.getBytes(StandardCharsets.UTF_8), Path.of("t.json"));
    }

    @Test
    void readsTokensAndNormaliserInOnePass() {
        Vocabulary vocabulary = parse("2");

        assertThat(vocabulary.id("<end>")).hasValue(2);
        assertThat(vocabulary.id("b")).hasValue(1);
        assertThat(vocabulary.special()).containsExactly("<end>");
        assertThat(vocabulary.size()).isEqualTo(3);
        assertThat(vocabulary.normalizer().path("type").asText()).isEqualTo("NFC");
        assertThat(vocabulary.addedTokens()).hasSize(1);
    }

    @Test
    void refusesAnIdThatIsNoNumber() {
        assertThatThrownBy(() -> parse("\"two\""))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("t.json")
                .hasMessageContaining("an added token is {\"id\":\"two\"");
    }
}
