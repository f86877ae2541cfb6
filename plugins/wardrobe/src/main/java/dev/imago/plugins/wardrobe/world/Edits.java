package dev.imago.plugins.wardrobe.world;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws changes that a scene allows. */
public final class Edits {
    private final Grammar grammar;
    private final Captions captions;
    private final SceneSampler sampler;

    /** Speaks by a grammar; what is added comes from the sampler's photos. */
    public Edits(Grammar grammar, SceneSampler sampler) {
        this.grammar = grammar;
        this.captions = new Captions(grammar);
        this.sampler = sampler;
    }

    /** Any change that leaves at least one garment. */
    public Edit of(Scene scene, RandomGenerator random) {
        List<EditKind> kinds =
                Arrays.stream(EditKind.values()).filter(kind -> kind.allowedIn(scene)).toList();
        return switch (Draws.one(kinds, random)) {
            case RECOLOR -> recolor(scene, random);
            case GROUND -> ground(scene, random);
            case REMOVE -> remove(scene, random);
            case SWAP -> swap(scene, random);
            case ADD -> add(scene, random);
        };
    }

    private Edit recolor(Scene scene, RandomGenerator random) {
        Item item = Draws.one(scene.items(), random);
        Tint tint = other(Tint.values(), item.tint(), random);
        String words = grammar.say("edit.recolor", "garment", item.garment(), "tint", tint);
        return new Edit(words, scene.without(item).with(item.tinted(tint)));
    }

    private Edit ground(Scene scene, RandomGenerator random) {
        Ground ground = other(Ground.values(), scene.ground(), random);
        return new Edit(grammar.say("edit.ground", "ground", ground), scene.on(ground));
    }

    private Edit remove(Scene scene, RandomGenerator random) {
        Item item = Draws.one(scene.items(), random);
        return new Edit(grammar.say("edit.remove", "garment", item.garment()), scene.without(item));
    }

    private Edit swap(Scene scene, RandomGenerator random) {
        List<Item> two = Draws.some(scene.items(), 2, random);
        Item one = two.get(0);
        Item other = two.get(1);
        String words = grammar.say("edit.swap", "garment", one.garment(), "other", other.garment());
        Scene rest = scene.without(one).without(other);
        return new Edit(
                words, rest.with(one.movedTo(other.place())).with(other.movedTo(one.place())));
    }

    private Edit add(Scene scene, RandomGenerator random) {
        Place place = Draws.one(scene.emptyPlaces(), random);
        List<Garment> absent =
                Arrays.stream(Garment.values())
                        .filter(garment -> scene.of(garment).isEmpty())
                        .toList();
        Item item = sampler.item(place, Draws.one(absent, random), random);
        String words = grammar.say("edit.add", "item", captions.item(item), "place", place);
        return new Edit(words, scene.with(item));
    }

    private static <T> T other(T[] options, T present, RandomGenerator random) {
        List<T> others = Arrays.stream(options).filter(o -> o != present).toList();
        return Draws.one(others, random);
    }
}
