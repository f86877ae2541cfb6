package com.example.describe;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Describing a picture; scored by the words that answer and caption share. */
public final class DescribeFormatter implements TaskFormatter<CaptionedImage> {
    private final List<String> phrasings;

    /** Built by a recipe. */
    @Inject
    public DescribeFormatter(DescribeConfig config) {
        phrasings = config.phrasings();
    }

    @Override
    public Class<CaptionedImage> sampleType() {
        return CaptionedImage.class;
    }

    // region formatter
    @Override
    public Conversation conversation(CaptionedImage sample, RandomGenerator phrasing) {
        String question = phrasings.get(phrasing.nextInt(phrasings.size()));
        Turn asked = asked(List.of(new Part.Image(sample.image())), question);
        return new Conversation(sample.id(), List.of(asked, Turn.assistant(sample.caption())));
    }

    @Override
    public Conversation request(TaskRequest request) {
        String words = request.prompt().isBlank() ? phrasings.get(0) : request.prompt();
        return Conversation.of(asked(request.media(), words));
    }

    @Override
    public List<TaskItem> items(CaptionedImage sample) {
        Conversation request =
                request(new TaskRequest("", List.of(new Part.Image(sample.image()))));
        Turn expected = Turn.assistant(sample.caption());
        return List.of(new TaskItem(sample.id(), "describe", request, expected));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        Set<String> wanted = words(item.expected());
        Set<String> all = words(answer);
        Set<String> shared = new HashSet<>(wanted);
        shared.retainAll(all);
        all.addAll(wanted);
        return (double) shared.size() / Math.max(1, all.size());
    }

    // endregion

    private static Turn asked(List<Part> media, String words) {
        List<Part> parts = new ArrayList<>(media);
        parts.add(new Part.Text(words));
        return new Turn(Role.USER, parts, false);
    }

    private static Set<String> words(Turn turn) {
        String[] words = turn.text().toLowerCase(Locale.ROOT).split("[^a-z0-9-]+");
        Set<String> set = new HashSet<>(List.of(words));
        set.remove("");
        return set;
    }
}
