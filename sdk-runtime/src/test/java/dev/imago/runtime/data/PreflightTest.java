package dev.imago.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.text.JsonTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final Part IMAGE =
            new Part.Image(ImageSource.of("x", new Picture(1, 1, new byte[3])));

    private final JsonTokenizer tokenizer =
            JsonTokenizer.open(Path.of("src/test/resources/tokenizer"));

    @TempDir Path folder;

    @AfterEach
    void closeTokenizer() {
        tokenizer.close();
    }

    @Test
    void what_is_right_passes() {
        Conversation right =
                Conversation.of(
                        Turn.user(IMAGE, new Part.Text("\nWhat is  it? 二〇二四 é")),
                        Turn.assistant(new Part.Text("This: "), IMAGE));
        assertThat(check(right, new Plain("<|eot_id|>", true))).isEmpty();
    }

    @Test
    void a_conversation_without_an_answer_teaches_nothing() {
        Problem problem =
                check(Conversation.of(Turn.user("Hello")), new Plain("<|eot_id|>", true))
                        .orElseThrow();
        assertThat(problem.code()).isEqualTo(ErrorCode.NOTHING_TO_LEARN);
        assertThat(problem.place()).isEqualTo("data: s7");
        Turn given = new Turn(Role.ASSISTANT, List.of(new Part.Text("Hi")), false);
        assertThat(check(Conversation.of(given), new Plain("<|eot_id|>", true))).isPresent();
    }

    @Test
    void a_template_that_loses_images_is_told() {
        Conversation conversation = Conversation.of(Turn.user(IMAGE), Turn.assistant("x"));
        assertThat(check(conversation, new Plain("<|eot_id|>", false)).orElseThrow().toString())
                .isEqualTo("[IMAGE_COUNT] data: s7: has 1 images, but the template writes 0");
    }

    @Test
    void marks_among_the_words_are_told() {
        Conversation conversation =
                Conversation.of(Turn.user("<image_start><image_end> what?"), Turn.assistant("x"));
        assertThat(check(conversation, new Plain("<|eot_id|>", true)).orElseThrow().toString())
                .startsWith("[SPECIAL_TOKEN] data: s7: has the special token '<image_start>'");
    }

    @Test
    void a_text_that_does_not_come_back_is_told_with_its_first_token() {
        try (JsonTokenizer words = JsonTokenizer.open(WordLevel.write(folder))) {
            Conversation conversation =
                    Conversation.of(Turn.user("draw a mauve bag"), Turn.assistant("a bag"));
            Preflight preflight = new Preflight(words, new Plain("<eos>", true), 3, true);
            assertThat(preflight.check(conversation, "data: s7").orElseThrow().message())
                    .isEqualTo(
                            "has 'draw a mauve bag', which comes back from its tokens as 'draw a"
                                    + " <unk> bag', first at token 2, id 0 '<unk>'; tokenizer and"
                                    + " template don't fit, or a word is unknown");
        }
    }

    @Test
    void characters_that_vanish_without_a_token_are_told() {
        try (JsonTokenizer letters = JsonTokenizer.open(WordLevel.writeLetters(folder))) {
            Preflight preflight = new Preflight(letters, new Plain("<eos>", true), 3, true);
            Conversation conversation =
                    Conversation.of(Turn.user("a b\u00e9 b"), Turn.assistant("b A"));
            assertThat(letters.decode(letters.encode("a b\u00e9 b"), true)).isEqualTo("a b b");
            assertThat(preflight.check(conversation, "data: s7").orElseThrow().message())
                    .isEqualTo(
                            "has 'a b\u00e9 b', of which the tokenizer drops '\u00e9' without a"
                                    + " token; it has none for these characters");
            Conversation normalised = Conversation.of(Turn.user("a! B"), Turn.assistant("b"));
            assertThat(preflight.check(normalised, "data: s7"))
                    .as("signs, which its normaliser drops")
                    .isEmpty();
        }
    }

    @Test
    void words_that_a_tokenizer_rewrites_on_purpose_pass() {
        try (JsonTokenizer words = JsonTokenizer.open(WordLevel.write(folder))) {
            Conversation conversation =
                    Conversation.of(Turn.user("Draw an bag!"), Turn.assistant("a bag"));
            Preflight preflight = new Preflight(words, new Plain("<eos>", true), 3, true);
            assertThat(preflight.check(conversation, "data: s7")).isEmpty();
        }
    }

    @Test
    void special_tokens_must_be_there() {
        Preflight preflight = new Preflight(tokenizer, new Plain("<stop>", true), 3, true);
        assertThatThrownBy(() -> preflight.require(mixture(TinyData.lane("a", 5, 1))))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("MISSING_SPECIAL_TOKEN")
                .hasMessageContaining("'<stop>'");
    }

    @Test
    void special_tokens_in_some_of_the_first_samples_are_the_run_s_business() {
        Preflight preflight = new Preflight(tokenizer, new Plain("<|eot_id|>", true), 3, true);
        preflight.require(mixture(TinyData.lane("a", 5, 1), TinyData.lane("b", 5, 1, 0L)));
        assertThatThrownBy(() -> preflight.require(mixture(TinyData.lane("<|eot_id|>", 5, 1))))
                .hasMessageContaining("SPECIAL_TOKEN");
    }

    @Test
    void a_data_set_is_refused_when_all_its_first_samples_are_bad() {
        Preflight preflight = new Preflight(tokenizer, new Plain("<|eot_id|>", true), 3, true);
        preflight.require(mixture(TinyData.lane("a", 5, 1, 0L, 2L)));
        assertThatThrownBy(
                        () ->
                                preflight.require(
                                        mixture(
                                                TinyData.lane("a", 5, 1),
                                                TinyData.lane("b", 5, 1, 0L, 1L, 2L))))
                .hasMessageContaining("BAD_SAMPLE")
                .hasMessageContaining("b0");
    }

    private Optional<Problem> check(Conversation conversation, ChatTemplate template) {
        return new Preflight(tokenizer, template, 3, true).check(conversation, "data: s7");
    }

    private Mixture mixture(Lane<?>... lanes) {
        return new Mixture(
                List.of(lanes),
                1,
                new BadSamples(0.9, List.of(lanes), folder.resolve("skipped.jsonl")));
    }

    /** Writes turns one after the other, with or without their images. */
    private record Plain(String stop, boolean images) implements ChatTemplate {
        @Override
        public List<Segment> render(Conversation conversation, boolean openAnswer) {
            List<Segment> segments = new ArrayList<>();
            for (Turn turn : conversation.turns()) {
                for (Part part : turn.parts()) {
                    if (part instanceof Part.Text text) {
                        segments.add(new TextSegment(text.text(), turn.learned()));
                    } else if (images && part instanceof Part.Image image) {
                        segments.add(new ImageSegment(image, turn.learned()));
                    }
                }
            }
            return segments;
        }

        @Override
        public List<String> stopTokens() {
            return List.of(stop);
        }
    }
}
