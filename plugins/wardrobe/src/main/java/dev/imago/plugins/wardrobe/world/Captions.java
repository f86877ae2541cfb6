package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.CaptionedImage.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What scenes are called. */
public final class Captions {
    private static final double SHUFFLED = 0.3;
    private static final double FORWARD = 0.7;
    private static final double WHITE_UNSAID = 0.5;

    private final Grammar grammar;

    /** Speaks by a grammar. */
    public Captions(Grammar grammar) {
        this.grammar = grammar;
    }

    /** All that is in a scene, in reading order: {@code a red bag top-left, … on gray}. */
    public String full(Scene scene) {
        return onGround(placed(scene.items()), scene);
    }

    /**
     * The caption of a scene to draw, in the way of its layout. The ground is left unsaid only
     * where it is white.
     */
    public String drawing(Scene scene, RandomGenerator random) {
        String words =
                switch (scene.layout()) {
                    case FREE -> placed(anyOrder(scene.items(), random));
                    case SINGLE, LIST -> joined(scene.items().stream().map(this::item));
                    case ROW -> related(scene, "left_of", "right_of", random);
                    case COLUMN -> related(scene, "above", "below", random);
                };
        boolean unsaid = scene.ground() == Ground.WHITE && random.nextDouble() < WHITE_UNSAID;
        return unsaid ? words : onGround(words, scene);
    }

    /** The texts that are true of each cell: garment, tint, both, or nothing; and the ground. */
    public List<Region> regions(Scene scene) {
        return Stream.of(Place.values())
                .map(place -> new Region(place.box(), regionTexts(scene, place)))
                .toList();
    }

    private List<String> regionTexts(Scene scene, Place place) {
        List<String> texts = new ArrayList<>();
        scene.at(place)
                .ifPresentOrElse(
                        item -> texts.addAll(itemTexts(item)),
                        () -> texts.add(grammar.say("region.empty")));
        texts.add(grammar.say("region.ground", "ground", scene.ground()));
        return texts;
    }

    private List<String> itemTexts(Item item) {
        return List.of(
                grammar.say("region.garment", "garment", item.garment()),
                grammar.say("region.tint", "tint", item.tint()),
                grammar.say("region.both", "tint", item.tint(), "garment", item.garment()));
    }

    /** {@code a red bag}. */
    public String item(Item item) {
        return grammar.say("item", "tint", item.tint(), "garment", item.garment());
    }

    private String placed(List<Item> items) {
        return joined(
                items.stream()
                        .map(
                                item ->
                                        grammar.say(
                                                "placed",
                                                "item",
                                                item(item),
                                                "place",
                                                item.place())));
    }

    private String joined(Stream<String> words) {
        return words.reduce((some, more) -> grammar.say("and_then", "words", some, "more", more))
                .orElse(grammar.say("region.empty"));
    }

    private String onGround(String words, Scene scene) {
        return grammar.say("on_ground", "words", words, "ground", scene.ground());
    }

    private static List<Item> anyOrder(List<Item> items, RandomGenerator random) {
        return random.nextDouble() < SHUFFLED ? Draws.shuffled(items, random) : items;
    }

    private String related(Scene scene, String forward, String back, RandomGenerator random) {
        String first = item(scene.items().get(0));
        String second = item(scene.items().get(1));
        return random.nextDouble() < FORWARD
                ? grammar.say(forward, "item", first, "other", second)
                : grammar.say(back, "item", second, "other", first);
    }
}
