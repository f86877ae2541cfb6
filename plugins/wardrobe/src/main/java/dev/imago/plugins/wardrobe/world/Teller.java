package dev.imago.plugins.wardrobe.world;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Crop;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Tells the scenes of a world as samples. Scenes come in pools, numbered from 0: {@code free} ones,
 * and those to {@code draw}, whose layouts follow conventions. Thread-safe.
 */
public final class Teller {
    private static final String FREE = "free";
    private static final String DRAW = "draw";

    private final String world;
    private final long seed;
    private final SceneSampler sampler;
    private final SceneComposer composer;
    private final Grammar grammar = new Grammar();
    private final Captions captions = new Captions(grammar);
    private final Questions questions = new Questions(grammar);
    private final PairQuestions pairs = new PairQuestions(grammar);
    private final Edits edits;

    /**
     * @param world starts the ids of all pictures; another for every other set of photos or seed
     * @param seed of all scenes
     * @param sampler draws them
     * @param side of a picture in pixels
     */
    public Teller(String world, long seed, SceneSampler sampler, int side) {
        this.world = world;
        this.seed = seed;
        this.sampler = sampler;
        this.composer = new SceneComposer(sampler.photos(), side);
        this.edits = new Edits(grammar, sampler);
    }

    /** Random choices for one telling of a scene. */
    public RandomGenerator random(String task, long index) {
        return Draws.random(seed, world + "/" + task, index);
    }

    private SceneImage image(String pool, long number) {
        String id = world + "/" + pool + "/" + number;
        RandomGenerator random = Draws.random(seed, world + "/" + pool, number);
        Layout layout = pool.equals(DRAW) ? Layout.ofDrawing(random) : Layout.FREE;
        return new SceneImage(id, sampler.sample(layout, random), composer);
    }

    /** A scene with all that is in it; for encoders. */
    public CaptionedImage caption(String id, long number, RandomGenerator random) {
        SceneImage image = image(FREE, number);
        Scene scene = image.scene();
        return new CaptionedImage(id, image, captions.full(scene), captions.regions(scene));
    }

    /** A scene of which nothing is told. */
    public UnlabelledImage picture(String id, long number, RandomGenerator random) {
        return new UnlabelledImage(id, image(FREE, number));
    }

    /** A scene with what to say to have it drawn. */
    public CaptionedImage drawing(String id, long number, RandomGenerator random) {
        SceneImage image = image(DRAW, number);
        Scene scene = image.scene();
        String caption = captions.drawing(scene, random);
        return new CaptionedImage(id, image, caption, captions.regions(scene));
    }

    /** A scene with at most so many questions. */
    public VisualQuestion question(String id, long number, RandomGenerator random, int most) {
        SceneImage image = image(FREE, number);
        List<Exchange> asked = questions.about(image.scene(), random);
        return new VisualQuestion(
                id, List.of(new Part.Image(image)), asked.subList(0, Math.min(most, asked.size())));
    }

    /** A scene with questions to answer with yes or no. */
    public VisualQuestion yesOrNo(String id, long number, RandomGenerator random) {
        SceneImage image = image(FREE, number);
        List<Exchange> asked = questions.yesOrNo(image.scene(), random);
        return new VisualQuestion(id, List.of(new Part.Image(image)), asked);
    }

    /**
     * A scene that is only told of, then at most so many questions that its words answer, some of
     * them by yes or no; for text alone.
     */
    public Dialogue toldOf(String id, long number, RandomGenerator random, int most) {
        Scene scene = image(FREE, number).scene();
        List<Exchange> asked = new ArrayList<>(questions.about(scene, random));
        asked.addAll(questions.yesOrNo(scene, random));
        List<Turn> turns = new ArrayList<>();
        for (Exchange exchange : Draws.some(asked, Math.min(most, asked.size()), random)) {
            String question = exchange.question();
            String words =
                    turns.isEmpty()
                            ? grammar.say(
                                    "told", "words", captions.full(scene), "question", question)
                            : question;
            turns.add(Turn.user(words));
            turns.add(Turn.assistant(exchange.answer()));
        }
        return new Dialogue(id, new Conversation(id, turns));
    }

    /** Two scenes with questions about one of them. */
    public VisualQuestion twoPictures(String id, long number, long other, RandomGenerator random) {
        List<SceneImage> images = List.of(image(FREE, number), image(FREE, other));
        List<Part> media = images.stream().<Part>map(Part.Image::new).toList();
        List<Scene> scenes = images.stream().map(SceneImage::scene).toList();
        return new VisualQuestion(id, media, pairs.about(scenes, random));
    }

    /** A scene with a change. */
    public EditPair edit(String id, long number, RandomGenerator random) {
        SceneImage before = image(FREE, number);
        Edit edit = edits.of(before.scene(), random);
        String done = edit.instruction().replaceAll("[^A-Za-z-]+", "_");
        // Two additions of one wording may show different photos, so the sample's id is in it too.
        String name = before.id() + "/" + done + id.substring(id.lastIndexOf('/'));
        SceneImage after = new SceneImage(name, edit.after(), composer);
        return new EditPair(id, before, edit.instruction(), after);
    }

    /** A scene in which one garment moves, grows or turns. */
    public FrameSequence frames(String id, long number, RandomGenerator random) {
        Motion motion = Motion.of(image(FREE, number).scene(), random);
        String story =
                grammar.say(
                        "motion.story",
                        "garment",
                        motion.mover().garment(),
                        "motion",
                        grammar.say(motion.verb()));
        return new FrameSequence(id, video(id, motion), story);
    }

    /** The same motions with questions about them. */
    public VisualQuestion motionQuestion(String id, long number, RandomGenerator random) {
        Motion motion = Motion.of(image(FREE, number).scene(), random);
        Garment garment = motion.mover().garment();
        String verb = grammar.say(motion.verb());
        Exchange what =
                new Exchange(
                        "motion", grammar.say("ask.motion", "garment", garment), verb, List.of());
        Exchange who =
                new Exchange(
                        "mover",
                        grammar.say("ask.mover", "motion", verb),
                        garment.toString(),
                        List.of());
        // Either question holds the other's answer.
        return new VisualQuestion(
                id, List.of(video(id, motion)), List.of(random.nextBoolean() ? what : who));
    }

    private Part.Video video(String id, Motion motion) {
        List<ImageSource> frames =
                IntStream.range(0, motion.poses().size())
                        .<ImageSource>mapToObj(
                                k ->
                                        new FrameImage(
                                                world + "/" + id + "/frame" + k,
                                                motion,
                                                k,
                                                composer))
                        .toList();
        return new Part.Video(frames, 0);
    }

    /** A question that a look at one cell answers. */
    public CloserLook look(String id, long number, RandomGenerator random) {
        SceneImage image = image(FREE, number);
        Item item = Draws.one(image.scene().items(), random);
        Exchange asked = random.nextBoolean() ? questions.whatAt(item) : questions.colorOf(item);
        Crop look = Crop.of(image, item.place().box());
        return new CloserLook(id, image, asked.question(), look, asked.answer());
    }

    /** The question of {@link #look}, without the look. */
    public VisualQuestion lookless(String id, long number, RandomGenerator random) {
        CloserLook look = look(id, number, random);
        Exchange asked = new Exchange("direct", look.question(), look.answer(), List.of());
        return new VisualQuestion(id, List.of(new Part.Image(look.image())), List.of(asked));
    }
}
