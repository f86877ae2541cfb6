package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class PairQuestionsTest {
    private final PairQuestions questions = new PairQuestions(new Grammar());

    /** What is asked about each scene and the one before it. */
    private void asked(int scenes, BiConsumer<List<Scene>, Exchange> checked) {
        Scene[] before = new Scene[1];
        TestWorld.scenes(
                scenes,
                Layout.FREE,
                (scene, random) -> {
                    if (before[0] != null) {
                        List<Scene> pair = List.of(before[0], scene);
                        questions.about(pair, random).forEach(one -> checked.accept(pair, one));
                    }
                    before[0] = scene;
                });
    }

    @Test
    void answers_are_true_of_the_picture_and_of_no_other() {
        Map<String, Integer> kinds = new TreeMap<>();
        asked(
                500,
                (scenes, asked) -> {
                    kinds.merge(asked.kind(), 1, Integer::sum);
                    assertThat(truth(scenes, asked, false)).contains(asked.answer());
                    assertThat(truth(scenes, asked, true)).isNotEqualTo(asked.answer());
                });
        assertThat(kinds).containsOnlyKeys("what_at_picture", "color_at_picture", "which_picture");
        assertThat(kinds.values()).allMatch(count -> count > 450);
    }

    /** The answer from the words alone; by the other picture where {@code other}. */
    private static String truth(List<Scene> scenes, Exchange asked, boolean other) {
        String[] words = asked.question().replace("?", "").replace(":", "").split(" ");
        String last = words[words.length - 1];
        if (asked.kind().equals("which_picture")) {
            return shows(scenes.get(other ? 1 : 0), last) ? "one" : "two";
        }
        Scene scene = scenes.get(words[1].equals("one") == other ? 1 : 0);
        Optional<Item> item =
                scene.items().stream().filter(i -> i.place().toString().equals(last)).findFirst();
        return item.map(i -> asked.kind().startsWith("what") ? i.garment() : i.tint())
                .map(Object::toString)
                .orElse("nothing");
    }

    private static boolean shows(Scene scene, String garment) {
        return scene.items().stream().anyMatch(i -> i.garment().toString().equals(garment));
    }

    @Test
    void each_picture_is_asked_about_as_often() {
        int[] first = new int[2];
        asked(
                2000,
                (scenes, asked) -> {
                    if (asked.kind().equals("which_picture")) {
                        first[asked.answer().equals("one") ? 0 : 1]++;
                    }
                });
        assertThat(first[0] / (double) (first[0] + first[1])).isBetween(0.45, 0.55);
    }

    @Test
    void scenes_that_are_alike_still_have_a_question() {
        TestWorld.scenes(
                20,
                Layout.FREE,
                (scene, random) ->
                        assertThat(questions.about(List.of(scene, scene), random)).hasSize(1));
    }
}
