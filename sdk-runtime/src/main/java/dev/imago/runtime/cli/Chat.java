package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A conversation with a model, turn by turn. */
final class Chat {
    private final AnsweringModel model;
    private final Console console;
    private final Iterator<Path> files;
    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> attached = new ArrayList<>();
    private GenerationOptions options;

    /**
     * @param options how to sample
     * @param files names for what is drawn
     */
    Chat(AnsweringModel model, Console console, GenerationOptions options, Iterator<Path> files) {
        this.model = model;
        this.console = console;
        this.options = options;
        this.files = files;
    }

    /** Says something, with what was attached before, and prints the answer. */
    void say(String message, ChatInput input, boolean quiet) {
        List<Part> parts = new ArrayList<>(attached);
        parts.add(new Part.Text(message));
        List<Turn> asked = new ArrayList<>(turns);
        asked.add(Turn.user(parts.toArray(Part[]::new)));
        AnswerPrinter printer = new AnswerPrinter(console, quiet, files);
        AtomicBoolean stopped = new AtomicBoolean();
        try (ChatInput.Answering answering = input.answering(() -> stopped.set(true))) {
            model.generate(new Conversation("", asked), options, stopped::get, printer);
        }
        attached.clear();
        turns.clear();
        turns.addAll(asked);
        turns.add(printer.answer());
    }

    /** Attaches a picture to the next message. */
    void attach(Path file) {
        attached.add(ImageFileSource.part(file));
    }

    /** Forgets everything. */
    void reset() {
        turns.clear();
        attached.clear();
    }

    /** Samples and renders with another seed from now on. */
    void seed(long seed) {
        options = options.withSeed(seed).withRender(options.render().withSeed(seed));
    }

    /** The turns so far. */
    List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** Writes the turns as JSON. */
    void save(Path file) {
        try {
            Files.writeString(file, JsonText.of(Map.of("messages", messages())) + "\n");
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    List<Map<String, Object>> messages() {
        return turns.stream().map(TurnObject::of).toList();
    }
}
