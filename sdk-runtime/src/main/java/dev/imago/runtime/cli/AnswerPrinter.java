package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.runtime.image.PictureWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints an answer as it comes: text at once, pictures as files and, on a terminal with colours, as
 * blocks of colour.
 */
final class AnswerPrinter implements Consumer<GenerationEvent> {
    private static final int WIDEST = 80;

    private final Console console;
    private final boolean quiet;
    private final Iterator<Path> files;
    private final List<Path> saved = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();

    /** Files of pictures that the model asked to see, by the pictures' ids. */
    private final Map<String, Path> looks = new HashMap<>();

    private int savedBefore;
    private boolean lineBegun;
    private int tokens;
    private GenerationEvent.Finished finished;

    /**
     * @param quiet print nothing but keep everything, for {@code --json}
     * @param files names of the pictures to come
     */
    AnswerPrinter(Console console, boolean quiet, Iterator<Path> files) {
        this.console = console;
        this.quiet = quiet;
        this.files = files;
    }

    @Override
    public void accept(GenerationEvent event) {
        if (event instanceof GenerationEvent.TextDelta delta) {
            text(delta.text());
        } else if (event instanceof GenerationEvent.ImageStarted started) {
            tokens = started.tokens();
            drawing(0);
        } else if (event instanceof GenerationEvent.VisualToken token) {
            drawing(token.position() + 1);
        } else if (event instanceof GenerationEvent.ImageProgress progress) {
            rendering(progress);
        } else if (event instanceof GenerationEvent.ImageReady ready) {
            picture(ready);
        } else if (event instanceof GenerationEvent.NextStep step) {
            endLine();
            show(step.request());
            savedBefore = saved.size();
        } else if (event instanceof GenerationEvent.Finished end) {
            finished = end;
            endLine();
        }
    }

    private void text(String delta) {
        if (!quiet && !delta.isEmpty()) {
            String shown = lineBegun ? delta : delta.stripLeading();
            console.out().print(shown);
            console.out().flush();
            lineBegun |= !shown.isEmpty();
        }
    }

    private void drawing(int done) {
        counted("drawing", done, tokens);
    }

    private void rendering(GenerationEvent.ImageProgress progress) {
        counted("rendering", progress.step(), progress.steps());
    }

    private void counted(String what, int done, int all) {
        if (console.terminals().err() && !quiet) {
            endLine();
            boolean over = done == all;
            console.err().print("\r\033[K" + (over ? "" : what + " " + done + "/" + all));
            console.err().flush();
        }
    }

    private void picture(GenerationEvent.ImageReady ready) {
        endLine();
        if (ready.picture() == null) {
            say("[the model drew an image, but has no decoder to render it]");
            return;
        }
        saved.add(save(ready.picture()));
    }

    private Path save(Picture picture) {
        Path file = files.next();
        PictureWriter.write(picture, file);
        if (console.colour() && !quiet) {
            console.out().print(HalfBlocks.of(picture, WIDEST));
        }
        say(file.toString());
        return file;
    }

    /** Saves what the model is shown with the last turn. */
    private void show(Conversation request) {
        List<Turn> turns = request.turns();
        for (Part part : turns.get(turns.size() - 1).parts()) {
            if (part instanceof Part.Image image) {
                looks.put(image.source().id(), save(image.source().load()));
            }
        }
    }

    private void say(String line) {
        if (!quiet) {
            console.out().println(line);
        }
    }

    private void endLine() {
        if (lineBegun) {
            console.out().println();
            lineBegun = false;
        }
    }

    /** The event that ended the answer. */
    GenerationEvent.Finished finished() {
        return finished;
    }

    /** The files of pictures drawn, in order. */
    List<Path> files() {
        return saved;
    }

    /** Tells of more pictures that were saved. */
    void addFiles(List<Path> more) {
        more.forEach(file -> say(file.toString()));
        others.addAll(more);
    }

    /** Those of {@link #addFiles}. */
    List<Path> otherFiles() {
        return others;
    }

    /** The same parts, pictures that the model asked to see named by their files. */
    Map<String, Part> named(Map<String, Part> parts) {
        Map<String, Part> named = new LinkedHashMap<>(parts);
        named.replaceAll(
                (name, part) ->
                        part instanceof Part.Image image && looks.containsKey(image.source().id())
                                ? new Part.Image(onDisk(image.source()))
                                : part);
        return named;
    }

    private ImageSource onDisk(ImageSource look) {
        return ImageSource.of(looks.get(look.id()).toString(), look.load());
    }

    /** The answer of the last step, its pictures named by their files. */
    Turn answer() {
        Iterator<Path> names = saved.subList(savedBefore, saved.size()).iterator();
        List<Part> parts = new ArrayList<>();
        for (Part part : finished.answer().parts()) {
            if (part instanceof Part.Image image && names.hasNext()) {
                String name = names.next().toString();
                parts.add(new Part.Image(ImageSource.of(name, image.source().load())));
            } else {
                parts.add(part);
            }
        }
        return new Turn(Role.ASSISTANT, parts, true);
    }
}
