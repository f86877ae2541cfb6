package dev.imago.plugins.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerMatchTest {
    @Test
    void exact_takes_any_of_the_right_answers() {
        List<String> right = List.of("a couch", "sofa");
        assertThat(AnswerMatch.EXACT.score(right, "The sofa.")).isEqualTo(1);
        assertThat(AnswerMatch.EXACT.score(right, "couch")).isEqualTo(1);
        assertThat(AnswerMatch.EXACT.score(right, "chair")).isZero();
    }

    /** The figures that the published formula gives for ten annotators. */
    @Test
    void vqa_counts_annotators_who_agree() {
        assertThat(AnswerMatch.VQA.score(annotators(10), "red")).isEqualTo(1);
        assertThat(AnswerMatch.VQA.score(annotators(4), "red")).isEqualTo(1);
        assertThat(AnswerMatch.VQA.score(annotators(3), "Red.")).isEqualTo(0.9, within(1e-12));
        assertThat(AnswerMatch.VQA.score(annotators(2), "red")).isEqualTo(0.6, within(1e-12));
        assertThat(AnswerMatch.VQA.score(annotators(1), "red")).isEqualTo(0.3, within(1e-12));
        assertThat(AnswerMatch.VQA.score(annotators(0), "red")).isZero();
    }

    @Test
    void vqa_of_few_answers_is_exact() {
        assertThat(AnswerMatch.VQA.score(List.of("red", "pink"), "red")).isEqualTo(1);
    }

    @Test
    void anls_is_the_similarity_of_the_nearest_answer() {
        List<String> right = List.of("Invoice 2210", "2210");
        assertThat(AnswerMatch.ANLS.score(right, "invoice  2210")).isEqualTo(1);
        assertThat(AnswerMatch.ANLS.score(right, "invoice 2211"))
                .isEqualTo(11.0 / 12, within(1e-12));
        assertThat(AnswerMatch.ANLS.score(right, "22")).isEqualTo(0.5);
        assertThat(AnswerMatch.ANLS.score(right, "9")).isZero();
        assertThat(AnswerMatch.ANLS.score(right, "")).isZero();
    }

    @Test
    void distance_counts_letters_to_change() {
        assertThat(EditDistance.of("kitten", "sitting")).isEqualTo(3);
        assertThat(EditDistance.of("", "abc")).isEqualTo(3);
        assertThat(EditDistance.of("same", "same")).isZero();
    }

    private static List<String> annotators(int agreeing) {
        List<String> answers = new ArrayList<>(Collections.nCopies(agreeing, "red"));
        for (int i = agreeing; i < 10; i++) {
            answers.add("colour " + i + " of many");
        }
        return answers;
    }
}
