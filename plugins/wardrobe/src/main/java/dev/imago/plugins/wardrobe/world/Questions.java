package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What can be asked about a scene, with the right answers. */
public final class Questions {
    private static final int MOST_PLACES = 2;
    private static final List<String> NUMBERS = List.of("one", "two", "three", "four");
    private static final double EMPTY_CELL = 0.3;

    /** Names are harder to find than places, so more is asked about them. */
    private static final double BY_NAME = 0.75;

    private final Grammar grammar;

    /** Speaks by a grammar. */
    public Questions(Grammar grammar) {
        this.grammar = grammar;
    }

    /** Words for one to four. */
    public static List<String> numbers() {
        return NUMBERS;
    }

    /**
     * Questions in random order. Each garment is asked about either by its place or once by its
     * name, and at most two places are asked for, so that earlier answers don't tell later ones:
     * what can be read off them is not looked up in the picture.
     */
    public List<Exchange> about(Scene scene, RandomGenerator random) {
        List<Exchange> asked = new ArrayList<>();
        for (Place place : Place.values()) {
            scene.at(place)
                    .ifPresentOrElse(
                            item -> askItem(item, random, asked),
                            () -> askEmpty(place, random, asked));
        }
        if (random.nextBoolean()) {
            asked.add(count(scene));
        }
        if (random.nextBoolean()) {
            asked.add(background(scene));
        }
        asked.add(exists(scene, random));
        return Draws.shuffled(asked, random);
    }

    private void askItem(Item item, RandomGenerator random, List<Exchange> asked) {
        if (random.nextDouble() >= BY_NAME) {
            asked.add(whatAt(item));
            asked.add(colorAt(item));
            return;
        }
        long places = asked.stream().filter(one -> one.kind().equals("where")).count();
        asked.add(places < MOST_PLACES && random.nextBoolean() ? where(item) : colorOf(item));
    }

    private void askEmpty(Place place, RandomGenerator random, List<Exchange> asked) {
        if (random.nextDouble() < EMPTY_CELL) {
            String question = grammar.say("ask.what_at", "place", place);
            asked.add(exchange("empty_at", question, grammar.say("say.nothing")));
        }
    }

    /** {@code What is at top-left?} */
    public Exchange whatAt(Item item) {
        String question = grammar.say("ask.what_at", "place", item.place());
        return exchange("what_at", question, item.garment());
    }

    private Exchange colorAt(Item item) {
        String question = grammar.say("ask.color_at", "place", item.place());
        return exchange("color_at", question, item.tint());
    }

    private Exchange where(Item item) {
        String question = grammar.say("ask.where", "garment", item.garment());
        return exchange("where", question, item.place());
    }

    /** {@code What color is the bag?} */
    public Exchange colorOf(Item item) {
        String question = grammar.say("ask.color_of", "garment", item.garment());
        return exchange("color_of", question, item.tint());
    }

    private Exchange count(Scene scene) {
        return exchange("count", grammar.say("ask.count"), NUMBERS.get(scene.items().size() - 1));
    }

    private Exchange background(Scene scene) {
        return exchange("background", grammar.say("ask.background"), scene.ground());
    }

    private Exchange exists(Scene scene, RandomGenerator random) {
        boolean yes = random.nextBoolean();
        List<Garment> options =
                Arrays.stream(Garment.values())
                        .filter(garment -> scene.of(garment).isPresent() == yes)
                        .toList();
        String question = grammar.say("ask.exists", "garment", Draws.one(options, random));
        return yesNo("exists", question, yes);
    }

    /**
     * Questions whose answer is yes or no, each as often: how two garments lie to each other, and
     * whether one has a colour. A relation that does not hold may be reversed, or the two stand
     * side by side where one above the other is asked for: it takes both garments to tell.
     */
    public List<Exchange> yesOrNo(Scene scene, RandomGenerator random) {
        List<Exchange> asked = new ArrayList<>();
        for (List<Relation> axis : Relation.AXES) {
            Relation relation = Draws.one(axis, random);
            boolean yes = random.nextBoolean();
            // Where none is so related, a question could only be answered no.
            if (!pairs(scene, relation, true).isEmpty()) {
                List<Item> pair = Draws.one(pairs(scene, relation, yes), random);
                asked.add(related(relation, pair.get(0), pair.get(1)));
            }
        }
        asked.add(hasColor(Draws.one(scene.items(), random), random));
        return Draws.shuffled(asked, random);
    }

    private static List<List<Item>> pairs(Scene scene, Relation relation, boolean holds) {
        List<List<Item>> pairs = new ArrayList<>();
        for (Item one : scene.items()) {
            for (Item other : scene.items()) {
                boolean related = relation.holds(one.place(), other.place());
                if (!one.equals(other) && related == holds) {
                    pairs.add(List.of(one, other));
                }
            }
        }
        return pairs;
    }

    /** {@code Is the bag left of the sneaker?} */
    private Exchange related(Relation relation, Item one, Item other) {
        String question =
                grammar.say("ask." + relation, "garment", one.garment(), "other", other.garment());
        return yesNo(relation.toString(), question, relation.holds(one.place(), other.place()));
    }

    /** {@code Is the bag red?} */
    private Exchange hasColor(Item item, RandomGenerator random) {
        boolean yes = random.nextBoolean();
        List<Tint> options =
                Arrays.stream(Tint.values()).filter(t -> t.equals(item.tint()) == yes).toList();
        Tint tint = Draws.one(options, random);
        String question = grammar.say("ask.is_color", "garment", item.garment(), "tint", tint);
        return yesNo("is_color", question, yes);
    }

    private Exchange yesNo(String kind, String question, boolean yes) {
        return exchange(kind, question, grammar.say(yes ? "say.yes" : "say.no"));
    }

    private static Exchange exchange(String kind, String question, Object answer) {
        return new Exchange(kind, question, answer.toString(), List.of());
    }
}
