package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.Imago;
import dev.imago.runtime.ImagoOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What verbs need of an open model: {@link Imago} in life, something lighter in tests. */
interface AnsweringModel extends AutoCloseable {
    /** As {@link Imago#generate}. */
    void generate(
            Conversation conversation,
            GenerationOptions options,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events);

    /** As {@link Imago#render}. */
    List<Picture> render(List<float[][]> tokens, RenderOptions options);

    /** As {@link Imago#video}. */
    Part.Video video(Path file, double fps);

    /** As {@link Imago#task}. */
    TaskFormatter<?> task(String name);

    /** As {@link Imago#defaults}. */
    GenerationOptions defaults();

    @Override
    void close();

    /** Opens models. */
    @FunctionalInterface
    interface Opener {
        /** Opens a model folder. */
        AnsweringModel open(Path folder, ImagoOptions options);
    }

    /** Opens a model folder for real. */
    static AnsweringModel open(Path folder, ImagoOptions options) {
        Imago imago = Imago.open(folder, options);
        return new AnsweringModel() {
            @Override
            public void generate(
                    Conversation conversation,
                    GenerationOptions options,
                    BooleanSupplier cancelled,
                    Consumer<GenerationEvent> events) {
                imago.generate(conversation, options, cancelled, events);
            }

            @Override
            public List<Picture> render(List<float[][]> tokens, RenderOptions options) {
                return imago.render(tokens, options);
            }

            @Override
            public Part.Video video(Path file, double fps) {
                return imago.video(file, fps);
            }

            @Override
            public TaskFormatter<?> task(String name) {
                return imago.task(name);
            }

            @Override
            public GenerationOptions defaults() {
                return imago.defaults();
            }

            @Override
            public void close() {
                imago.close();
            }
        };
    }
}
