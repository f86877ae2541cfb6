package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.Samples;
import dev.imago.api.data.VisualQuestion;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of questions, as published data sets write them. */
class RecordQuestionsTest extends RecordBed {
    @Test
    void questions_know_choices_and_further_answers() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'image': 'p0.png', 'question': 'Which?', 'answer': 1,"
                                + " 'choices': ['red', 'blue']");
        assertThat(question.exchanges().get(0).answer()).isEqualTo("blue");
        assertThat(question.exchanges().get(0).choices()).containsExactly("red", "blue");

        VisualQuestion many =
                only(
                        VisualQuestion.class,
                        "'question_id': 12, 'image': 'p0.png', 'question': 'Which?',"
                                + " 'answers': ['red', 'crimson']");
        assertThat(many.id()).isEqualTo("12");
        assertThat(many.exchanges().get(0).others()).containsExactly("crimson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'images': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human', 'value':"
                        + " 'Is <image> like <image>?'}, {'from': 'gpt', 'value': 'Yes.'}]",
                "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'Is '},"
                        + " {'type': 'image', 'image': 'p1.png'}, {'type': 'text', 'text':"
                        + " ' like '}, {'type': 'image', 'image': 'p2.png'}, {'type': 'text',"
                        + " 'text': '?'}]}, {'role': 'assistant', 'content': 'Yes.'}]"
            })
    void images_between_words_are_questions(String fields) {
        VisualQuestion question = only(VisualQuestion.class, fields);
        assertThat(question.exchanges().get(0).question()).isEqualTo("Is <image> like <image>?");
        assertThat(question.exchanges().get(0).answer()).isEqualTo("Yes.");
        assertThat(reds(question)).containsExactly(1, 2);
    }

    @Test
    void images_in_later_turns_are_questions() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'image': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human',"
                                + " 'value': '<image>\\nWhat is it?'}, {'from': 'gpt', 'value':"
                                + " 'A bag.'}, {'from': 'human', 'value': 'And this?\\n<image>'},"
                                + " {'from': 'gpt', 'value': 'A coat.'}, {'from': 'human', 'value':"
                                + " 'Sure?'}, {'from': 'gpt', 'value': 'Yes.'}]");
        assertThat(question.exchanges())
                .extracting(VisualQuestion.Exchange::question)
                .containsExactly("<image>\nWhat is it?", "And this?\n<image>", "Sure?");
        assertThat(reds(question)).containsExactly(1, 2);
        VisualQuestion late =
                only(
                        VisualQuestion.class,
                        "'image': 'p3.png', 'conversations': [{'from': 'human', 'value': 'Hi'},"
                                + " {'from': 'gpt', 'value': 'Hello'}, {'from': 'human', 'value':"
                                + " '<image>What?'}, {'from': 'gpt', 'value': 'A bag.'}]");
        assertThat(late.exchanges().get(1).question()).isEqualTo("<image>What?");
        assertThat(reds(late)).containsExactly(3);
    }

    @Test
    void turns_whose_answers_draw_or_that_show_nothing_are_no_questions() {
        assertThat(
                        all(
                                VisualQuestion.class,
                                "'image': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human',"
                                        + " 'value': '<image>What?'}, {'from': 'gpt', 'value':"
                                        + " 'This: <image>'}]",
                                "'conversations': [{'from': 'human', 'value': 'Hi'}, {'from':"
                                        + " 'gpt', 'value': 'Hello'}]"))
                .isEmpty();
    }

    private static List<Integer> reds(VisualQuestion question) {
        return question.media().stream()
                .map(part -> ((Part.Image) part).source().load().at(0, 0, 0))
                .toList();
    }

    /** As the files of V*Bench have it: no answer, the right option first, boxes by size. */
    @Test
    void the_right_choice_is_known_by_its_place_where_a_key_says_so() {
        String star =
                "'image': 'p4.png', 'target_object': ['bag'], 'bbox': [[5, 2, 10, 6]],"
                        + " 'question': 'What color is the bag?', 'options': ['red', 'blue',"
                        + " 'green', 'black']";
        assertThat(all(VisualQuestion.class, star)).isEmpty();
        assertThat(all(CloserLook.class, star)).isEmpty();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append("{'id': 'v" + i + "', " + star + "}\n");
        }
        write(rows.toString());
        JsonSource source = TestSources.json(file(), TestSources.rightChoice(0));

        Samples<VisualQuestion> questions = source.samples("qa", VisualQuestion.class);
        assertThat(questions.size()).isEqualTo(20);
        List<VisualQuestion.Exchange> asked =
                LongStream.range(0, 20).mapToObj(i -> questions.get(i).exchanges().get(0)).toList();
        assertThat(asked)
                .allSatisfy(
                        exchange -> {
                            assertThat(exchange.answer()).isEqualTo("red");
                            assertThat(exchange.choices())
                                    .containsExactlyInAnyOrder("red", "blue", "green", "black");
                        });
        assertThat(asked).extracting(e -> e.choices().indexOf("red")).contains(0, 1, 2, 3);
        assertThat(questions.get(7).exchanges()).isEqualTo(questions.get(7).exchanges());
        CloserLook look = source.samples("look", CloserLook.class).get(3);
        assertThat(look.answer()).isEqualTo("red");
        assertThat(look.look().load().width()).isEqualTo(12);
    }

    @Test
    void the_right_choice_stands_in_each_place_as_often() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            rows.append("{'id': " + i + ", 'image': 'p4.png', 'question': 'Which side?',")
                    .append(" 'options': ['left', 'right']}\n");
        }
        write(rows.toString());
        Samples<VisualQuestion> questions =
                TestSources.json(file(), TestSources.rightChoice(0))
                        .samples("qa", VisualQuestion.class);
        assertThat(LongStream.range(0, 400).mapToObj(questions::get))
                .filteredOn(question -> question.exchanges().get(0).choices().get(0).equals("left"))
                .hasSizeBetween(160, 240);
    }

    @Test
    void an_answer_of_the_record_counts_before_the_place_of_a_choice() {
        String row = "'image': 'p4.png', 'question': 'Which?', 'options': ['red', 'blue']";
        write(
                "{"
                        + row
                        + ", 'answer': 1}\n{'id': 'few', 'image': 'p4.png', 'question': 'A',"
                        + " 'options': ['b']}");
        Samples<VisualQuestion> questions =
                TestSources.json(file(), TestSources.rightChoice(1))
                        .samples("qa", VisualQuestion.class);
        assertThat(questions.get(0).exchanges().get(0).answer()).isEqualTo("blue");
        assertThat(questions.get(0).exchanges().get(0).choices()).containsExactly("red", "blue");
        assertThatThrownBy(() -> questions.get(1))
                .hasMessageContaining("(id few)")
                .hasMessageContaining("has 1 choices, expected one at right_choice 1");
    }

    @Test
    void an_answer_s_number_is_that_of_a_choice_or_its_words() {
        String row =
                "'image': 'p4.png', 'question': 'How many?', 'options': ['5', '9'], 'answer': ";
        assertThat(all(VisualQuestion.class, row + "1", row + "5"))
                .extracting(question -> question.exchanges().get(0).answer())
                .containsExactly("9", "5");
        assertThatThrownBy(() -> only(VisualQuestion.class, row + "2"))
                .hasMessageContaining("has answer 2 of 2 choices");
    }

    @Test
    void a_question_about_an_empty_list_of_images_is_about_none() {
        String row = "'image': [], 'question': 'How many?', 'answer': 'two'";
        assertThat(all(VisualQuestion.class, row)).isEmpty();
        assertThat(all(Dialogue.class, row)).hasSize(1);
    }

    @Test
    void frames_may_be_listed_and_questions_be_about_a_video() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'videos': [['p1.png', 'p2.png']], 'fps': 2, 'question': 'What?',"
                                + " 'answer': 'Yes'");
        Part.Video video = (Part.Video) question.media().get(0);
        assertThat(video.frames()).hasSize(2);
        assertThat(video.secondsApart()).isEqualTo(0.5);
    }
}
