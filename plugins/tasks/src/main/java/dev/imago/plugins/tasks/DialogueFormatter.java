package dev.imago.plugins.tasks;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Recorded conversations pass through. Each recorded answer is an item of evaluation, with the
 * recorded turns before it as they were.
 */
public final class DialogueFormatter implements TaskFormatter<Dialogue> {
    private final DialogueConfig config;
    private final String kind;

    /** Built by a recipe. */
    @Inject
    public DialogueFormatter(DialogueConfig config) {
        this(config, "dialogue");
    }

    /**
     * @param kind of its items
     */
    DialogueFormatter(DialogueConfig config, String kind) {
        this.config = config;
        this.kind = kind;
    }

    @Override
    public Class<Dialogue> sampleType() {
        return Dialogue.class;
    }

    @Override
    public Conversation conversation(Dialogue sample, RandomGenerator phrasing) {
        return sample.conversation();
    }

    @Override
    public Conversation request(TaskRequest request) {
        return Conversation.of(Media.before(request.media(), config.separator(), request.prompt()));
    }

    @Override
    public List<TaskItem> items(Dialogue sample) {
        List<TaskItem> items = new ArrayList<>();
        List<Turn> turns = sample.conversation().turns();
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).role() == Role.ASSISTANT) {
                String id = sample.id() + "#" + items.size();
                Conversation request = new Conversation(id, turns.subList(0, i));
                items.add(new TaskItem(id, kind, request, turns.get(i)));
            }
        }
        return items;
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        Turn expected = item.expected();
        boolean words =
                expected.text().isBlank() || AnswerText.same(expected.text(), answer.text());
        return words && Media.draws(expected) == Media.draws(answer) ? 1 : 0;
    }
}
