package dev.imago.plugins.wardrobe;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.wardrobe.world.Photos;
import dev.imago.plugins.wardrobe.world.SceneComposer;
import dev.imago.plugins.wardrobe.world.SceneSampler;
import dev.imago.plugins.wardrobe.world.Split;
import dev.imago.plugins.wardrobe.world.Teller;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Samples of the wardrobe world. Sample {@code i} is told of scene {@code i} modulo their number
 * and depends on nothing but the seed, the split and {@code i}.
 */
public final class WardrobeSource implements Source {
    private final WardrobeConfig config;
    private final Map<String, Task<?>> tasks = new LinkedHashMap<>();

    /** Built by a recipe. */
    @Inject
    public WardrobeSource(WardrobeConfig config) {
        this.config = config;
        Split split = Split.of(config.split());
        Photos photos =
                config.root() == null ? Photos.bundled(split) : Photos.of(split, config.root());
        SceneSampler sampler = new SceneSampler(photos, config.mirror(), config.few());
        Teller teller = new Teller(world(config), config.seed(), sampler, config.side());
        int most = config.questions();
        add("image_qa", VisualQuestion.class, teller, (i, n, r) -> teller.question(i, n, r, most));
        add(
                "multi_image_qa",
                VisualQuestion.class,
                teller,
                (i, n, r) -> teller.twoPictures(i, n, other(n, r), r));
        add("yes_or_no", VisualQuestion.class, teller, teller::yesOrNo);
        add("text", Dialogue.class, teller, (i, n, r) -> teller.toldOf(i, n, r, most));
        add("generate", CaptionedImage.class, teller, teller::drawing);
        add("caption", CaptionedImage.class, teller, teller::caption);
        add("images", UnlabelledImage.class, teller, teller::picture);
        add("edit", EditPair.class, teller, teller::edit);
        add("predict_frames", FrameSequence.class, teller, teller::frames);
        add("video_qa", VisualQuestion.class, teller, teller::motionQuestion);
        add("think_visually", CloserLook.class, teller, teller::look);
        add("look_closer", CloserLook.class, teller, teller::look);
        add("look_directly", VisualQuestion.class, teller, teller::lookless);
    }

    /** Another scene, where there is one. */
    private long other(long scene, RandomGenerator random) {
        int others = config.scenes() - 1;
        return others == 0 ? scene : (scene + 1 + random.nextInt(others)) % config.scenes();
    }

    private static String world(WardrobeConfig config) {
        return "wardrobe/"
                + config.split()
                + (config.root() == null ? "" : "-full")
                + (config.mirror() ? "-mirrored" : "")
                + (config.few() == WardrobeConfig.FEW ? "" : "-few" + config.few())
                + (config.side() == SceneComposer.SIDE ? "" : "-side" + config.side())
                + "-"
                + config.seed();
    }

    private <S extends Sample> void add(
            String task, Class<S> type, Teller teller, Telling<S> telling) {
        tasks.put(task, new Task<>(type, new Told<>(task, teller, telling)));
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        Task<?> found = tasks.get(task);
        if (found == null || found.type() != type) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "source wardrobe",
                    "has no "
                            + type.getSimpleName()
                            + " for task '"
                            + task
                            + "'; it has "
                            + offered());
        }
        @SuppressWarnings("unchecked") // the task's samples are of its type
        Samples<S> samples = (Samples<S>) found.samples();
        return samples;
    }

    private String offered() {
        return tasks.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue().type().getSimpleName() + ")")
                .collect(Collectors.joining(", "));
    }

    private record Task<S extends Sample>(Class<S> type, Samples<S> samples) {}

    /** One sample of a scene. */
    private interface Telling<S> {
        S tell(String id, long scene, RandomGenerator random);
    }

    private final class Told<S extends Sample> implements Samples<S> {
        private final String task;
        private final Teller teller;
        private final Telling<S> telling;

        Told(String task, Teller teller, Telling<S> telling) {
            this.task = task;
            this.teller = teller;
            this.telling = telling;
        }

        @Override
        public long size() {
            return (long) config.scenes() * config.rounds();
        }

        @Override
        public S get(long index) {
            RandomGenerator random = teller.random(task, index);
            return telling.tell(id(index), index % config.scenes(), random);
        }

        @Override
        public String id(long index) {
            return config.split() + "/" + task + "/" + index;
        }

        @Override
        public boolean repeats() {
            return config.rounds() > 1;
        }
    }
}
