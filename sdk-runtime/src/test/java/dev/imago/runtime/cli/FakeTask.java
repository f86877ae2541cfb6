package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Says its name before the words of a request.
 *
 * @param name of the task
 */
record FakeTask(String name) implements TaskFormatter<Dialogue> {
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
        List<Part> parts = new ArrayList<>(request.media());
        parts.add(new Part.Text(name + ": " + request.prompt()));
        return Conversation.of(Turn.user(parts.toArray(Part[]::new)));
    }

    @Override
    public List<TaskItem> items(Dialogue sample) {
        return List.of();
    }

    @Override
    public double score(TaskItem item, Turn answer) {
        return 0;
    }
}
