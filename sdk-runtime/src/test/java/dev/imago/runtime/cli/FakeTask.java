package dev.imago.runtime.cli;

import dev.imago.api.data.Box;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Crop;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says its name before the words of a request. The task {@code look} shows a part of the picture in
 * a second step.
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
    public Optional<Conversation> next(Conversation request, Turn answer) {
        if (!name.equals("look") || request.turns().size() > 1) {
            return Optional.empty();
        }
        Crop part = Crop.of(request.images().get(0), new Box(0, 0.5, 1, 1));
        Turn shown = Turn.user(new Part.Image(part), new Part.Text("Draw this"));
        List<Turn> turns = List.of(request.turns().get(0), answer, shown);
        return Optional.of(new Conversation(request.id(), turns));
    }

    @Override
    public Map<String, Part> parse(Conversation request, Turn answer) {
        Map<String, Part> parts = new LinkedHashMap<>(TaskFormatter.super.parse(request, answer));
        if (request.turns().size() > 1) {
            parts.put("look", request.turns().get(2).parts().get(0));
        }
        return parts;
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
