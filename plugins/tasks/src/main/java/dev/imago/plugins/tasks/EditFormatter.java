package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Image editing: the user shows an image and says what to change, the assistant draws it changed.
 * The score says whether anything was drawn; how well is for a metric to judge.
 */
public final class EditFormatter implements TaskFormatter<EditPair> {
    private final EditConfig config;
    private final Phrasings phrasings;

    /** Built by a recipe. */
    @Inject
    public EditFormatter(EditConfig config) {
        this.config = config;
        this.phrasings = config.ways();
    }

    @Override
    public Class<EditPair> sampleType() {
        return EditPair.class;
    }

    @Override
    public Conversation conversation(EditPair sample, RandomGenerator phrasing) {
        Turn asked = asked(shown(sample), phrasings.any(phrasing, sample.instruction()));
        return new Conversation(sample.id(), List.of(asked, changed(sample)));
    }

    @Override
    public Conversation request(TaskRequest request) {
        Media.requireSome(request, "edit", "an image to change");
        String words = phrasings.plainUnlessPhrased(request.prompt());
        return Conversation.of(asked(request.media(), words));
    }

    @Override
    public List<TaskItem> items(EditPair sample) {
        Turn asked = asked(shown(sample), phrasings.plain(sample.instruction()));
        Conversation request = new Conversation(sample.id(), List.of(asked));
        return List.of(new TaskItem(sample.id(), "edit", request, changed(sample)));
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return Media.draws(answer) ? 1 : 0;
    }

    private static List<Part> shown(EditPair sample) {
        return List.of(new Part.Image(sample.before()));
    }

    private Turn asked(List<Part> shown, String words) {
        return config.imageLast()
                ? Media.after(shown, config.separator(), words)
                : Media.before(shown, config.separator(), words);
    }

    private Turn changed(EditPair sample) {
        return Media.drawing(config.reply(), List.of(sample.after()));
    }
}
