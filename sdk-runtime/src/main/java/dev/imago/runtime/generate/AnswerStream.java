package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Picture;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.text.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Turns what a loop writes into events, and collects the answer's parts in order. */
final class AnswerStream implements LoopListener {
    private final LiveModel live;
    private final PictureRenderer renderer;
    private final GenerationOptions options;
    private final BooleanSupplier cancelled;
    private final Consumer<GenerationEvent> events;
    private final NDManager scope;
    private final int imageStart;
    private final TextStream text;
    private final AnswerParts parts = new AnswerParts();
    private final long start = System.nanoTime();
    private final List<float[]> drawing = new ArrayList<>();
    private double prefillSeconds = -1;

    AnswerStream(
            LiveModel live,
            PictureRenderer renderer,
            GenerationOptions options,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events,
            NDManager scope) {
        this.live = live;
        this.renderer = renderer;
        this.options = options;
        this.cancelled = cancelled;
        this.events = events;
        this.scope = scope;
        this.imageStart = live.model().marks().imageStart();
        this.text = new TextStream(live.model().tokenizer());
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public void token(int row, int id) {
        markPrefill();
        delta(text.push(id));
        if (id == imageStart) {
            parts.endText();
            events.accept(
                    new GenerationEvent.ImageStarted(
                            parts.images(), live.model().visual().tokens()));
        }
    }

    @Override
    public void visualToken(int row, int image, int slot, float[] values) {
        events.accept(new GenerationEvent.VisualToken(image, slot, values));
        drawing.add(values);
        if (slot == live.model().visual().tokens() - 1) {
            ready();
        }
    }

    private void ready() {
        int image = parts.images();
        List<Picture> rendered =
                renderer.render(
                        List.<float[][]>of(drawing.toArray(float[][]::new)),
                        options.render().withSeed(options.render().seed() + image),
                        (first, progress) -> progress(image, progress),
                        scope);
        Picture picture = rendered.isEmpty() ? null : rendered.get(0);
        events.accept(new GenerationEvent.ImageReady(parts.images(), picture));
        parts.image(picture);
        drawing.clear();
    }

    private void progress(int image, SteppedDecoder.Progress progress) {
        try (NDArray preview = progress.preview().get()) {
            Picture small = PictureRenderer.pictures(preview).get(0);
            events.accept(
                    new GenerationEvent.ImageProgress(
                            image, progress.step(), progress.steps(), small));
        }
    }

    void finish(GeneratedRow row, int promptPositions) {
        delta(text.finish());
        parts.endText();
        markPrefill();
        double seconds = (System.nanoTime() - start) / 1e9;
        events.accept(
                new GenerationEvent.Finished(
                        row.reason(),
                        parts.turn(),
                        new GenerationEvent.Usage(
                                promptPositions,
                                row.ids().size(),
                                row.visualTokens(),
                                prefillSeconds,
                                seconds)));
    }

    private void delta(String more) {
        if (!more.isEmpty()) {
            parts.text(more);
            events.accept(new GenerationEvent.TextDelta(more));
        }
    }

    private void markPrefill() {
        if (prefillSeconds < 0) {
            prefillSeconds = (System.nanoTime() - start) / 1e9;
        }
    }
}
