package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Frame prediction, in the variants of {@link FrameVariants}. An order is scored as right or wrong;
 * of drawings it is scored whether there are as many as wanted, how good they are is for a metric
 * to judge.
 */
public final class PredictFramesFormatter implements TaskFormatter<FrameSequence> {
    private final PredictFramesConfig config;
    private final FrameVariants variants;
    private final FramePhrasings phrasings;

    /** Built by a recipe. */
    @Inject
    public PredictFramesFormatter(PredictFramesConfig config) {
        this.config = config;
        this.variants = new FrameVariants(config);
        this.phrasings = new FramePhrasings(config.phrasings(), config.addPhrasings());
    }

    @Override
    public Class<FrameSequence> sampleType() {
        return FrameSequence.class;
    }

    @Override
    public Conversation conversation(FrameSequence sample, RandomGenerator phrasing) {
        FrameClip clip = new FrameClip(sample, config.maxFrames());
        FrameVariant variant = variants.any(variants.fitting(sample), phrasing);
        FrameWords words = phrasings.any(sample.description(), phrasing);
        return new Conversation(sample.id(), arranged(variant.turns(clip, words, phrasing)));
    }

    @Override
    public Conversation request(TaskRequest request) {
        Conversation asked = FrameRequest.of(request, phrasings.plain(""));
        return new Conversation(asked.id(), arranged(asked.turns()));
    }

    private List<Turn> arranged(List<Turn> turns) {
        return config.framesLast() ? turns.stream().map(FrameTurns::framesLast).toList() : turns;
    }

    /** The {@code frames} that were drawn, else the {@code order} that was named. */
    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        List<ImageSource> drawn = drawn(answer);
        if (!drawn.isEmpty()) {
            return Map.of("frames", new Part.Video(drawn, 0));
        }
        List<Integer> order = OrderedFrames.numbers(answer.text());
        return order.isEmpty()
                ? TaskFormatter.super.parse(request, answer)
                : Map.of("order", new Part.Text(OrderedFrames.written(order)));
    }

    /** One item for each variant that fits, the same at every call. */
    @Override
    public List<TaskItem> items(FrameSequence sample) {
        FrameClip clip = new FrameClip(sample, config.maxFrames());
        FrameWords words = phrasings.plain(sample.description());
        List<TaskItem> items = new ArrayList<>();
        for (FrameVariant variant : variants.fitting(sample)) {
            String id = sample.id() + "#" + variant.name();
            List<Turn> turns = arranged(variant.turns(clip, words, new Random(id.hashCode())));
            int last = turns.size() - 1;
            Conversation request = new Conversation(id, turns.subList(0, last));
            items.add(new TaskItem(id, variant.name(), request, turns.get(last)));
        }
        return items;
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        int wanted = drawn(item.expected()).size();
        int drawn = drawn(answer).size();
        if (wanted > 0) {
            return (double) Math.min(wanted, drawn) / Math.max(wanted, drawn);
        }
        List<Integer> right = OrderedFrames.numbers(item.expected().text());
        return right.equals(OrderedFrames.numbers(answer.text())) ? 1 : 0;
    }

    private static List<ImageSource> drawn(Turn turn) {
        List<ImageSource> images = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (part instanceof Part.Image image) {
                images.add(image.source());
            }
        }
        return images;
    }
}
