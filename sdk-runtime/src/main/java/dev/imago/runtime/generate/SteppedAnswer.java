package dev.imago.runtime.generate;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationEvent.Finished;
import dev.imago.api.generate.GenerationEvent.NextStep;
import dev.imago.api.generate.GenerationEvent.Reason;
import dev.imago.api.generate.TaskSteps;
import java.util.Optional;
import java.util.function.Consumer;

/** Streams the answer of a task, in as many steps as the task takes. */
public final class SteppedAnswer {
    private SteppedAnswer() {}

    /** Answers one conversation; its last event is Finished. */
    @FunctionalInterface
    public interface Generation {
        /** Returns after Finished. */
        void generate(Conversation conversation, Consumer<GenerationEvent> events);
    }

    /**
     * Answers. What ends a step before the last one comes as {@link NextStep}.
     *
     * @return what the last step answered, with all steps before
     */
    public static Conversation stream(
            TaskFormatter<?> task,
            Conversation request,
            Generation generation,
            Consumer<GenerationEvent> events) {
        Conversation asked = request;
        for (int step = 1; ; step++) {
            Held held = new Held(events);
            generation.generate(asked, held);
            Finished finished = held.finished;
            boolean more = step < TaskSteps.MOST && finished.reason() != Reason.CANCELLED;
            Optional<Conversation> next =
                    more ? task.next(asked, finished.answer()) : Optional.empty();
            if (next.isEmpty()) {
                events.accept(finished);
                return asked;
            }
            asked = next.get();
            events.accept(new NextStep(finished, asked));
        }
    }

    /** Passes on all events but the end. */
    private static final class Held implements Consumer<GenerationEvent> {
        private final Consumer<GenerationEvent> events;
        private Finished finished;

        Held(Consumer<GenerationEvent> events) {
            this.events = events;
        }

        @Override
        public void accept(GenerationEvent event) {
            if (event instanceof Finished end) {
                finished = end;
            } else {
                events.accept(event);
            }
        }
    }
}
