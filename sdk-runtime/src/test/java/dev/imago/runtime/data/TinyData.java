package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Lanes of numbered dialogues, some of them broken. */
final class TinyData {
    private TinyData() {}

    static Lane<Dialogue> lane(String name, long size, double weight, Long... broken) {
        return new Lane<>(name, name, new Echo(), new Numbered(name, size, Set.of(broken)), weight);
    }

    private record Numbered(String name, long size, Set<Long> broken) implements Samples<Dialogue> {
        @Override
        public Dialogue get(long index) {
            if (broken.contains(index)) {
                throw new ImagoException(ErrorCode.BAD_SAMPLE, name + index, "is broken");
            }
            String id = id(index);
            return new Dialogue(id, new Conversation(id, List.of(Turn.user(id))));
        }

        @Override
        public String id(long index) {
            return name + index;
        }
    }

    /** Answers with a number that the phrasing's randomness gives. */
    private static final class Echo implements TaskFormatter<Dialogue> {
        @Override
        public Class<Dialogue> sampleType() {
            return Dialogue.class;
        }

        @Override
        public Conversation conversation(Dialogue sample, RandomGenerator phrasing) {
            Turn answer = Turn.assistant(Long.toString(phrasing.nextLong()));
            return new Conversation(
                    sample.id(), List.of(sample.conversation().turns().get(0), answer));
        }

        @Override
        public Conversation request(TaskRequest request) {
            return Conversation.of(Turn.user(request.prompt()));
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
}
