package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Answers "You said: …" and draws a red and a blue pixel where it is asked to draw. */
final class FakeModel implements AnsweringModel {
    static final Picture DRAWN = new Picture(1, 2, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});

    final List<Conversation> asked = new ArrayList<>();
    final List<GenerationOptions> options = new ArrayList<>();
    final List<Double> rendered = new ArrayList<>();
    final List<RenderOptions.Start> renderedFrom = new ArrayList<>();
    GenerationOptions defaults = GenerationOptions.DEFAULT;
    boolean closed;

    @Override
    public void generate(
            Conversation conversation,
            GenerationOptions how,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events) {
        asked.add(conversation);
        options.add(how);
        Turn last = conversation.turns().get(conversation.turns().size() - 1);
        if (last.text().contains("too long")) {
            throw new ImagoException(ErrorCode.BAD_SAMPLE, "prompt", "is too long");
        }
        List<Part> parts = new ArrayList<>();
        events.accept(new GenerationEvent.TextDelta(" You said: "));
        events.accept(new GenerationEvent.TextDelta(last.text()));
        parts.add(new Part.Text("You said: " + last.text()));
        if (last.text().startsWith("Draw")) {
            draw(events, parts);
        }
        boolean cut = how.maxNewTokens() == 1;
        events.accept(
                new GenerationEvent.Finished(
                        cut ? GenerationEvent.Reason.LENGTH : GenerationEvent.Reason.STOP,
                        new Turn(Role.ASSISTANT, parts, true),
                        new GenerationEvent.Usage(7, 3, 2, 0.1, 0.2)));
    }

    private static void draw(Consumer<GenerationEvent> events, List<Part> parts) {
        events.accept(new GenerationEvent.ImageStarted(0, 2));
        events.accept(new GenerationEvent.VisualToken(0, 0, new float[1]));
        events.accept(new GenerationEvent.VisualToken(0, 1, new float[1]));
        events.accept(new GenerationEvent.ImageReady(0, DRAWN));
        parts.add(new Part.Image(ImageSource.of("drawn-0", DRAWN)));
    }

    @Override
    public List<Picture> render(List<float[][]> tokens, RenderOptions how) {
        rendered.add(how.guidance());
        renderedFrom.add(how.start());
        return tokens.stream().map(one -> DRAWN).toList();
    }

    /** A red and blue frame for each that a second has. */
    @Override
    public Part.Video video(Path file, double fps) {
        List<ImageSource> frames = new ArrayList<>();
        for (int i = 0; i < fps; i++) {
            frames.add(ImageSource.of(file + "#" + i, DRAWN));
        }
        return new Part.Video(frames, 1 / fps);
    }

    @Override
    public TaskFormatter<?> task(String name) {
        return new FakeTask(name);
    }

    @Override
    public GenerationOptions defaults() {
        return defaults;
    }

    @Override
    public void close() {
        closed = true;
    }
}
