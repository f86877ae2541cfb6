package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final Questions questions = new Questions(new Grammar());

    @Test
    void every_answer_agrees_with_the_scene() {
        Set<String> kinds = new TreeSet<>();
        TestWorld.scenes(
                500,
                Layout.FREE,
                (scene, random) -> {
                    for (Exchange asked : questions.about(scene, random)) {
                        kinds.add(asked.kind());
                        assertThat(asked.answer())
                                .describedAs("%s %s", scene, asked)
                                .isEqualTo(truth(scene, asked.question()));
                    }
                });
        assertThat(kinds)
                .containsExactly(
                        "background",
                        "color_at",
                        "color_of",
                        "count",
                        "empty_at",
                        "exists",
                        "what_at",
                        "where");
    }

    /** The answer, found from the words of the question alone. */
    private static String truth(Scene scene, String question) {
        String words = question.replaceAll("\\?$", "");
        String last = words.substring(words.lastIndexOf(' ') + 1);
        if (words.equals("How many garments")) {
            return List.of("none", "one", "two", "three", "four").get(scene.items().size());
        } else if (words.equals("What color is the background")) {
            return scene.ground().toString();
        } else if (words.startsWith("Is there")) {
            return named(scene, last) == null ? "no" : "yes";
        } else if (words.startsWith("Where is")) {
            return named(scene, last).place().toString();
        } else if (words.startsWith("What color is the")) {
            return named(scene, last).tint().toString();
        }
        Item item =
                scene.items().stream()
                        .filter(i -> i.place().toString().equals(last))
                        .findFirst()
                        .orElse(null);
        if (item == null) {
            return "nothing";
        }
        return (words.startsWith("What color") ? item.tint() : item.garment()).toString();
    }

    @Test
    void yes_or_no_agrees_with_the_scene_and_is_balanced() {
        Map<String, int[]> yes = new TreeMap<>();
        TestWorld.scenes(
                8000,
                Layout.FREE,
                (scene, random) -> {
                    for (Exchange asked : questions.yesOrNo(scene, random)) {
                        int[] counts = yes.computeIfAbsent(asked.kind(), kind -> new int[2]);
                        counts[asked.answer().equals("yes") ? 0 : 1]++;
                        assertThat(asked.answer())
                                .describedAs("%s %s", scene, asked)
                                .isEqualTo(holds(scene, asked.question()) ? "yes" : "no");
                    }
                });
        assertThat(yes).containsOnlyKeys("above", "below", "is_color", "left_of", "right_of");
        yes.forEach(
                (kind, counts) ->
                        assertThat(counts[0] / (double) (counts[0] + counts[1]))
                                .describedAs(kind)
                                .isBetween(0.45, 0.55));
    }

    /** The truth of a question such as "Is the bag left of the sneaker?". */
    private static boolean holds(Scene scene, String question) {
        String[] words = question.replace("?", "").split(" ");
        Item one = named(scene, words[2]);
        if (words.length == 4) {
            return one.tint().toString().equals(words[3]);
        }
        Place at = one.place();
        Place other = named(scene, words[words.length - 1]).place();
        return switch (words[3]) {
            case "left" -> at.column() < other.column();
            case "right" -> at.column() > other.column();
            case "above" -> at.row() < other.row();
            default -> at.row() > other.row();
        };
    }

    @Test
    void one_garment_alone_does_not_tell_a_relation() {
        int[] leftAndNo = new int[1];
        TestWorld.scenes(
                500,
                Layout.FREE,
                (scene, random) -> {
                    for (Exchange asked : questions.yesOrNo(scene, random)) {
                        String[] words = asked.question().split(" ");
                        if (asked.kind().equals("left_of") && asked.answer().equals("no")) {
                            leftAndNo[0] += 1 - named(scene, words[2]).place().column();
                        }
                    }
                });
        assertThat(leftAndNo[0]).isGreaterThan(10);
    }

    private static Item named(Scene scene, String garment) {
        return scene.items().stream()
                .filter(item -> item.garment().toString().equals(garment))
                .findFirst()
                .orElse(null);
    }

    @Test
    void earlier_answers_do_not_tell_later_ones() {
        TestWorld.scenes(
                200,
                Layout.FREE,
                (scene, random) -> {
                    List<String> byPlace = new ArrayList<>();
                    List<String> byName = new ArrayList<>();
                    List<Exchange> all = questions.about(scene, random);
                    for (Exchange asked : all) {
                        if (asked.kind().equals("what_at")) {
                            byPlace.add(asked.answer());
                        } else if (List.of("where", "color_of").contains(asked.kind())) {
                            Stream.of(Garment.values())
                                    .map(Garment::toString)
                                    .filter(name -> asked.question().endsWith(" " + name + "?"))
                                    .forEach(byName::add);
                        }
                    }
                    assertThat(byPlace).noneMatch(byName::contains);
                    assertThat(byName).doesNotHaveDuplicates();
                    assertThat(byPlace.size() + byName.size()).isEqualTo(scene.items().size());
                    assertThat(all.stream().filter(a -> a.kind().equals("where")))
                            .hasSizeLessThanOrEqualTo(2);
                });
    }
}
