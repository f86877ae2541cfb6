package dev.imago.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.data.Shortening;
import dev.imago.runtime.text.JsonTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequenceBuilderTest {
    private static final int TOKENS = 4;

    private final JsonTokenizer tokenizer =
            JsonTokenizer.open(Path.of("src/test/resources/tokenizer"));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void the_conversation_is_tokenised_in_one_go() {
        Conversation conversation = talk("One", "\n\nTwo");
        Sequence sequence = builder(100, TooLong.CUT).training(conversation);
        String written = "Q: One\n\n\nTwo;";
        assertThat(sequence.ids()).isEqualTo(tokenizer.encode(written));
    }

    @Test
    void a_token_that_begins_before_the_answer_is_not_learned() {
        Sequence sequence = builder(100, TooLong.CUT).training(talk("One", "\n\nTwo"));
        String learned = learned(sequence);
        assertThat("\n\nTwo;").endsWith(learned);
        assertThat(learned).endsWith("Two;");
    }

    @Test
    void marks_of_an_image_and_its_answer_are_learned_with_it() {
        Conversation conversation =
                Conversation.of(
                        Turn.user("Draw it"), Turn.assistant(new Part.Text("Here: "), image(1)));
        Sequence sequence = builder(100, TooLong.CUT).training(conversation);
        assertThat(sequence.learnedImages()).isEqualTo(1);
        assertThat(learned(sequence)).isEqualTo("Here: <image_start><image_end>;");
    }

    @Test
    void turns_are_dropped_whole_and_with_their_images() {
        Conversation conversation =
                Conversation.of(
                        Turn.user(image(1), new Part.Text("One")),
                        Turn.assistant("Two"),
                        Turn.user(image(2), image(3), new Part.Text("Three")),
                        Turn.assistant("Four"));
        Sequence first =
                builder(100, TooLong.CUT)
                        .training(new Conversation("", conversation.turns().subList(0, 2)));
        Fitted fitted = builder(first.length() + 5, TooLong.DROP_TURNS).fitted(conversation);
        assertThat(fitted.shortened()).isTrue();
        assertThat(fitted.sequence().ids()).isEqualTo(first.ids());
        assertThat(fitted.droppedTurns()).isEqualTo(2);
        assertThat(fitted.droppedImages()).isEqualTo(2);
        assertThat(fitted.told()).contains("2 turns were dropped", "2 images");
        assertThat(fitted.cases())
                .containsExactly(Shortening.TURNS_DROPPED, Shortening.IMAGES_DROPPED);
    }

    @Test
    void where_not_even_the_first_answer_fits_the_sample_is_refused() {
        assertThat(refused(TooLong.DROP_TURNS)).contains("TOO_LONG", "sample ", "max_length");
        assertThat(refused(TooLong.REFUSE)).contains("TOO_LONG");
    }

    @Test
    void cutting_keeps_images_whole_and_says_how_much_is_missing() {
        Conversation conversation =
                Conversation.of(Turn.user("One"), Turn.assistant("Two"), Turn.user(image(1)));
        int before = builder(100, TooLong.CUT).training(talk("One", "Two")).length();
        Fitted fitted = builder(before + 5, TooLong.CUT).fitted(conversation);
        assertThat(fitted.sequence().spans()).isEmpty();
        assertThat(fitted.droppedImages()).isEqualTo(1);
        assertThat(fitted.sequence().ids()).doesNotContain(Sequence.VISUAL);
        assertThat(fitted.told()).contains("were cut off");
        assertThat(fitted.cases()).containsExactly(Shortening.IMAGES_DROPPED, Shortening.CUT);
    }

    @Test
    void a_special_token_among_the_words_is_refused() {
        assertThatThrownBy(() -> builder(100, TooLong.CUT).fitted(talk("One", "Two<|eot_id|> x")))
                .hasMessageContaining("[SPECIAL_TOKEN]")
                .hasMessageContaining("'<|eot_id|>' in its words");
        assertThatThrownBy(() -> builder(100, TooLong.CUT).fitted(talk("<image_start>", "Two")))
                .hasMessageContaining("[SPECIAL_TOKEN]");
        String like = "<|eot_id| > <|eot|> <|eot_id";
        assertThat(builder(100, TooLong.CUT).fitted(talk(like, "Two")).shortened()).isFalse();
    }

    @Test
    void what_fits_is_not_shortened() {
        assertThat(builder(100, TooLong.REFUSE).fitted(talk("One", "Two")).cases()).isEmpty();
        assertThat(builder(100, TooLong.REFUSE).fitted(talk("One", "Two")).shortened()).isFalse();
    }

    private String refused(TooLong rule) {
        List<String> message = new ArrayList<>();
        assertThatThrownBy(() -> builder(3, rule).fitted(talk("One two three", "Four")))
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e -> {
                            assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.TOO_LONG);
                            message.add(e.getMessage());
                        });
        return message.get(0);
    }

    private String learned(Sequence sequence) {
        int[] ids = Arrays.stream(sequence.labels()).filter(l -> l != Sequence.IGNORE).toArray();
        return tokenizer.decode(ids, true);
    }

    private static Conversation talk(String question, String answer) {
        return Conversation.of(Turn.user(question), Turn.assistant(answer));
    }

    private static Part.Image image(int number) {
        return new Part.Image(ImageSource.of("i" + number, new Picture(1, 1, new byte[3])));
    }

    private SequenceBuilder builder(int maxLength, TooLong tooLong) {
        return new SequenceBuilder(tokenizer, new Lines(), TOKENS, maxLength, tooLong);
    }

    /** {@code Q: ...\n...;}. */
    private static final class Lines implements ChatTemplate {
        @Override
        public List<Segment> render(Conversation conversation, boolean openAnswer) {
            List<Segment> segments = new ArrayList<>();
            for (Turn turn : conversation.turns()) {
                boolean learned = turn.learned();
                segments.add(new TextSegment(learned ? "" : "Q: ", learned));
                for (Part part : turn.parts()) {
                    segments.add(
                            part instanceof Part.Image image
                                    ? new ImageSegment(image, learned)
                                    : new TextSegment(((Part.Text) part).text(), learned));
                }
                segments.add(new TextSegment(learned ? ";" : "\n", learned));
            }
            return segments;
        }

        @Override
        public List<String> stopTokens() {
            return List.of(";");
        }
    }
}
