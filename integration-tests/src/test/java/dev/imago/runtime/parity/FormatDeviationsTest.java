package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.data.Conversation;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.text.JsonTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Imago does where the reference's conversation code has a defect: one test for each reviewed
 * deviation, by id.
 */
class FormatDeviationsTest {
    /** An answer with its end, by case. */
    private static final Map<String, String> ANSWERS =
            Map.of(
                    "llama3", "1, 2, 3.<|eot_id|>",
                    "v1_legacy_true", " 1, 2, 3.</s>",
                    "llama_2", " 1, 2, 3. </s><s>",
                    "chatml_direct", "1, 2, 3.<|im_end|>",
                    "plain", "1, 2, 3.\n");

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

    @Test
    void a_template_that_does_not_learn_how_answers_begin_is_excused_by_no_deviation() {
        assertThat(forgetful("llama3", "one_turn_text").passed()).isFalse();
        assertThat(forgetful("llama3_two_newlines", "one_turn_text").passed()).isFalse();
        assertThat(forgetful("llama3_with_system_turn", "one_turn_text").passed()).isFalse();
        Findings plain = forgetful("plain", "one_turn_text");
        assertThat(plain.passed()).isFalse();
        assertThat(plain.deviations()).doesNotContain("counted_alone");
    }

    @Test
    void ids_and_labels_before_an_empty_answer_are_compared() {
        for (String key : List.of("inference_ids", "input_ids", "labels")) {
            Findings findings =
                    check(
                            "plain",
                            "empty_answer",
                            row -> ((ArrayNode) row.path(key)).set(3, 7),
                            UnaryOperator.identity());
            assertThat(findings.passed()).as(key).isFalse();
        }
        assertThat(check("plain", "empty_answer", row -> {}, UnaryOperator.identity()).passed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "v1_legacy_true", "llama_2", "chatml_direct", "plain"})
    void an_empty_answer_between_others_is_compared_to_the_end(String name) {
        assertThat(emptied(name, text -> text).passed()).isTrue();
        assertThat(emptied(name, text -> text.replace("3, 2, 1.", "3, 2.")).passed()).isFalse();
        assertThat(emptied(name, text -> text.replace("backwards", "back")).passed()).isFalse();
        assertThat(emptied(name, text -> text.replace("Count", "Go")).passed()).isFalse();
    }

    /** Three turns of which the first answer is empty, as the reference writes it, and changed. */
    private Findings emptied(String name, UnaryOperator<String> change) {
        return check(
                name,
                "three_turns_text",
                row -> {
                    ((ObjectNode) row.path("conversation").path(1)).put("value", "");
                    String text = row.path("rendered").asText();
                    row.put("rendered", change.apply(text.replace(ANSWERS.get(name), "")));
                    row.remove(List.of("inference_ids", "input_ids", "labels"));
                    row.remove(List.of("answer_prompt", "answer_prompt_ids"));
                },
                UnaryOperator.identity());
    }

    /** With a template that learns each answer but for its first word. */
    private Findings forgetful(String name, String row) {
        return check(name, row, json -> {}, FormatDeviationsTest::withoutFirstWords);
    }

    private static ChatTemplate withoutFirstWords(ChatTemplate template) {
        return new ChatTemplate() {
            @Override
            public List<Segment> render(Conversation conversation, boolean openAnswer) {
                List<Segment> segments = new ArrayList<>();
                for (Segment segment : template.render(conversation, openAnswer)) {
                    if (segment instanceof TextSegment words && words.learned()) {
                        int end = words.text().strip().indexOf(' ');
                        int cut = end < 0 ? 0 : words.text().indexOf(' ', 2);
                        segments.add(new TextSegment(words.text().substring(0, cut), false));
                        segments.add(new TextSegment(words.text().substring(cut), true));
                    } else {
                        segments.add(segment);
                    }
                }
                return segments;
            }

            @Override
            public List<String> stopTokens() {
                return template.stopTokens();
            }
        };
    }

    private Findings check(
            String name,
            String row,
            Consumer<ObjectNode> change,
            UnaryOperator<ChatTemplate> template) {
        try (ParityCase recorded = bed.open("format/" + name);
                JsonTokenizer tokenizer =
                        JsonTokenizer.open(
                                recorded.file(recorded.text("/tokenizer_dir")).normalize())) {
            FormatRowCheck check =
                    new FormatRowCheck(
                            recorded,
                            tokenizer,
                            RecordedSplitter.of(recorded, tokenizer),
                            template.apply(RecordedTemplate.of(recorded, bed.bench())));
            for (JsonNode json : recorded.at("/rows")) {
                if (json.path("name").asText().equals(row)) {
                    change.accept((ObjectNode) json);
                    Findings findings = new Findings();
                    check.check(new FormatRow(json), findings);
                    return findings;
                }
            }
            throw new AssertionError("no row " + row);
        }
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
                    new SequenceBuilder(tokenizer, template, 1, Integer.MAX_VALUE)
                            .readingSpecialTokens();
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
