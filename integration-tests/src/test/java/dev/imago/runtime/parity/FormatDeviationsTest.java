package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Conversation;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.text.JsonTokenizer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Imago does where the reference's conversation code has a defect: one test for each reviewed
 * deviation, by id.
 */
class FormatDeviationsTest {
    private ParityBed bed;

    @BeforeEach
    void open() {
        bed = new ParityBed();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void empty_answer_unended() {
        with(
                "llama3",
                "empty_answer",
                (row, format) ->
                        assertThat(format.learned(row.conversation())).isEqualTo("<|eot_id|>"));
    }

    @Test
    void round_count() {
        with(
                "llama3_with_system_turn",
                "one_turn_text",
                (row, format) -> {
                    assertThat(row.flag("all_labels_ignored")).isTrue();
                    assertThat(format.learned(row.conversation()))
                            .isEqualTo("Mostly on the ice, standing up.<|eot_id|>");
                });
        with(
                "llama3",
                "end_mark_inside_text",
                (row, format) ->
                        assertThat(format.learned(row.conversation()))
                                .isEqualTo("It closes a turn.<|eot_id|>"));
    }

    @Test
    void no_labels() {
        with(
                "v1_no_legacy_attribute",
                "three_turns_text",
                (row, format) ->
                        assertThat(format.learned(row.conversation()))
                                .isEqualTo(" 1, 2, 3.</s> 3, 2, 1.</s> Any time.</s>"));
    }

    @Test
    void splitter_eats_tokens() {
        with(
                "llama3_tokenizer_without_auto_bos",
                "two_images_two_turns",
                (row, format) -> {
                    int end = format.tokenizer().id("<image_end>").orElseThrow();
                    Sequence sequence = format.sequences().training(row.conversation());
                    assertThat(sequence.spans()).hasSize(2);
                    assertThat(sequence.spans())
                            .allMatch(span -> sequence.ids()[span.start() + 1] == end);
                });
    }

    @Test
    void counted_alone() {
        with(
                "llama3_two_newlines",
                "one_turn_text",
                (row, format) ->
                        assertThat(format.learned(row.conversation()))
                                .isEqualTo("Mostly on the ice, standing up.<|eot_id|>"));
        with(
                "plain",
                "three_turns_text",
                (row, format) ->
                        assertThat(format.learned(row.conversation()))
                                .isEqualTo(
                                        "\n1, 2, 3.\nAnd backwards?\n3, 2, 1.\n"
                                                + "Thanks a lot!\nAny time.\n"));
    }

    /** A template with the tokenizer of its case. */
    private record Format(JsonTokenizer tokenizer, SequenceBuilder sequences) {
        String learned(Conversation conversation) {
            Sequence sequence = sequences.training(conversation);
            int[] learned =
                    Arrays.stream(sequence.labels())
                            .filter(label -> label != Sequence.IGNORE)
                            .toArray();
            return tokenizer.decode(learned, true);
        }
    }

    private void with(String name, String row, BiConsumer<FormatRow, Format> check) {
        try (ParityCase recorded = bed.open("format/" + name);
                JsonTokenizer tokenizer =
                        JsonTokenizer.open(
                                recorded.file(recorded.text("/tokenizer_dir")).normalize())) {
            var template = RecordedTemplate.of(recorded, bed.bench());
            SequenceBuilder sequences =
                    new SequenceBuilder(tokenizer, template, 1, Integer.MAX_VALUE);
            for (JsonNode json : recorded.at("/rows")) {
                if (json.path("name").asText().equals(row)) {
                    check.accept(new FormatRow(json), new Format(tokenizer, sequences));
                    return;
                }
            }
            throw new AssertionError("no row " + row);
        }
    }
}
