package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What can be asked about two scenes. It takes the right picture to answer: in the other one
 * something else, or nothing, is where the question looks.
 */
public final class PairQuestions {
    private final Grammar grammar;

    /** Speaks by a grammar. */
    public PairQuestions(Grammar grammar) {
        this.grammar = grammar;
    }

    /** A garment of one of the scenes, and the other scene. */
    private record Found(int picture, Item item, Scene other) {
        /** Whether another garment, or none, is at its place in the other scene. */
        boolean otherGarment() {
            return other.at(item.place()).filter(i -> i.garment() == item.garment()).isEmpty();
        }

        boolean otherTint() {
            return other.at(item.place()).filter(i -> i.tint().equals(item.tint())).isEmpty();
        }

        boolean nowhereElse() {
            return other.of(item.garment()).isEmpty();
        }
    }

    /**
     * At most one question of each kind, in random order: what is at a place of a picture, which
     * colour is there, and which picture shows a garment. No answer tells another.
     */
    public List<Exchange> about(List<Scene> scenes, RandomGenerator random) {
        List<Found> found = Draws.shuffled(found(scenes), random);
        List<Exchange> asked = new ArrayList<>();
        Optional<Found> what = found.stream().filter(Found::otherGarment).findFirst();
        what.ifPresent(f -> asked.add(at("what_at_picture", f, f.item().garment())));
        found.stream()
                .filter(Found::otherTint)
                .filter(f -> what.filter(f::equals).isEmpty())
                .findFirst()
                .ifPresent(f -> asked.add(at("color_at_picture", f, f.item().tint())));
        found.stream()
                .filter(Found::nowhereElse)
                .filter(f -> what.filter(w -> w.item().garment() == f.item().garment()).isEmpty())
                .findFirst()
                .ifPresent(f -> asked.add(which(f)));
        if (asked.isEmpty()) {
            // Two scenes with nothing that tells them apart.
            asked.add(at("what_at_picture", found.get(0), found.get(0).item().garment()));
        }
        return Draws.shuffled(asked, random);
    }

    private static List<Found> found(List<Scene> scenes) {
        List<Found> found = new ArrayList<>();
        for (int picture = 0; picture < scenes.size(); picture++) {
            Scene other = scenes.get(1 - picture);
            for (Item item : scenes.get(picture).items()) {
                found.add(new Found(picture, item, other));
            }
        }
        return found;
    }

    private Exchange at(String kind, Found found, Object answer) {
        Object place = found.item().place();
        String question =
                grammar.say("ask." + kind, "number", number(found.picture()), "place", place);
        return new Exchange(kind, question, answer.toString(), List.of());
    }

    private Exchange which(Found found) {
        String question = grammar.say("ask.which_picture", "garment", found.item().garment());
        return new Exchange("which_picture", question, number(found.picture()), List.of());
    }

    private static String number(int picture) {
        return Questions.numbers().get(picture);
    }
}
