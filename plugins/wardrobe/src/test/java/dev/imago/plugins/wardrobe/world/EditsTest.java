package dev.imago.plugins.wardrobe.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EditsTest {
    private final Edits edits = new Edits(new Grammar(), TestWorld.SAMPLER);

    @Test
    void does_what_it_says_and_nothing_else() {
        Map<String, Integer> verbs = new TreeMap<>();
        TestWorld.scenes(
                500,
                Layout.FREE,
                (scene, random) -> {
                    Edit edit = edits.of(scene, random);
                    String[] words = edit.instruction().replace(".", "").split(" ");
                    verbs.merge(words[0], 1, Integer::sum);
                    check(scene, edit.after(), words);
                    assertThat(EditKind.of(scene, edit.after())).hasToString(kind(words));
                });
        assertThat(verbs).containsOnlyKeys("Add", "Make", "Remove", "Swap");
    }

    private static String kind(String[] words) {
        boolean ground = words[2].equals("background");
        return words[0].equals("Make")
                ? ground ? "ground" : "recolor"
                : words[0].toLowerCase(java.util.Locale.ROOT);
    }

    private static void check(Scene before, Scene after, String[] words) {
        assertThat(after).isNotEqualTo(before);
        assertThat(after.items()).isNotEmpty();
        int more = after.items().size() - before.items().size();
        switch (words[0]) {
            case "Add" -> {
                Item added = after.of(garment(words[3])).orElseThrow();
                assertThat(before.of(added.garment())).isEmpty();
                assertThat(added.tint()).hasToString(words[2]);
                assertThat(added.place()).hasToString(words[4]);
                assertThat(after.without(added)).isEqualTo(before);
            }
            case "Remove" -> {
                Item removed = before.of(garment(words[2])).orElseThrow();
                assertThat(after).isEqualTo(before.without(removed));
            }
            case "Swap" -> {
                assertThat(more).isZero();
                Item one = before.of(garment(words[2])).orElseThrow();
                Item other = before.of(garment(words[5])).orElseThrow();
                assertThat(after.at(one.place())).contains(other.movedTo(one.place()));
                assertThat(after.at(other.place())).contains(one.movedTo(other.place()));
            }
            default -> {
                assertThat(more).isZero();
                if (words[2].equals("background")) {
                    assertThat(after.ground()).hasToString(words[3]);
                    assertThat(after.items()).isEqualTo(before.items());
                } else {
                    Item painted = after.of(garment(words[2])).orElseThrow();
                    assertThat(painted.tint()).hasToString(words[3]);
                }
            }
        }
    }

    private static Garment garment(String word) {
        return java.util.Arrays.stream(Garment.values())
                .filter(garment -> garment.toString().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
