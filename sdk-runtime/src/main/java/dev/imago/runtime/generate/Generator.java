package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.VisualInput;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.text.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers conversations with text and drawn images. Thread-safe: each call keeps its own cache and
 * arrays.
 */
public final class Generator implements Answerer {
    private final LiveModel live;
    private final VisualInput images;
    private final PictureRenderer renderer;
    private final SequenceBuilder sequences;
    private final MixedModalLoop loop;
    private final NDManager manager;
    private final int imageStart;
    private final LoopListener batches;

    /**
     * @param live the model
     * @param images turns pictures into visual tokens
     * @param manager whose sub-managers hold the arrays of calls
     * @param maxLength the most positions of a prompt
     */
    public Generator(LiveModel live, VisualInput images, NDManager manager, int maxLength) {
        this(live, images, manager, maxLength, LoopListener.NONE);
    }

    /**
     * As above.
     *
     * @param batches hears what {@link #answer} writes
     */
    public Generator(
            LiveModel live,
            VisualInput images,
            NDManager manager,
            int maxLength,
            LoopListener batches) {
        this.batches = batches;
        this.live = live;
        this.images = images;
        this.renderer = new PictureRenderer(live);
        this.manager = manager;
        var model = live.model();
        this.sequences =
                new SequenceBuilder(
                        model.tokenizer(), model.template(), model.visual().tokens(), maxLength);
        Set<Integer> stops =
                model.template().stopTokens().stream()
                        .flatMap(token -> model.tokenizer().id(token).stream().boxed())
                        .collect(Collectors.toSet());
        this.imageStart = model.marks().imageStart();
        this.loop = new MixedModalLoop(live, imageStart, stops);
    }

    /**
     * Answers one conversation, telling what happens as it happens, on the calling thread.
     *
     * @param cancelled asked between positions
     */
    public void generate(
            Conversation conversation,
            GenerationOptions options,
            BooleanSupplier cancelled,
            Consumer<GenerationEvent> events) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            Sequence prompt = sequences.prompt(conversation);
            RenderOptions render = StartPictures.of(options.render(), conversation);
            AnswerStream stream =
                    new AnswerStream(
                            live, renderer, options.withRender(render), cancelled, events, scope);
            GeneratedRow row =
                    loop.run(
                                    List.of(prompt),
                                    features(List.of(prompt), scope),
                                    limits(options),
                                    TopSampler.of(options),
                                    b -> new SplittableRandom(options.seed()),
                                    stream,
                                    scope)
                            .get(0);
            stream.finish(row, prompt.length());
        }
    }

    @Override
    public List<Answer> answer(List<Conversation> requests, GenerationOptions options) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            List<Sequence> prompts = requests.stream().map(sequences::prompt).toList();
            List<RenderOptions> renders =
                    requests.stream().map(r -> StartPictures.of(options.render(), r)).toList();
            List<GeneratedRow> rows =
                    loop.run(
                            prompts,
                            features(prompts, scope),
                            limits(options),
                            TopSampler.of(options),
                            b -> new SplittableRandom(options.seed() + b),
                            batches,
                            scope);
            List<Answer> answers = new ArrayList<>();
            for (int b = 0; b < rows.size(); b++) {
                answers.add(answer(rows.get(b), renders.get(b), scope));
            }
            return answers;
        }
    }

    private Answer answer(GeneratedRow row, RenderOptions options, NDManager scope) {
        List<float[][]> finished =
                row.images().stream().filter(tokens -> tokens[tokens.length - 1] != null).toList();
        List<Picture> pictures = renderer.render(finished, options, scope);
        return new Answer(turn(row, pictures), finished, pictures);
    }

    private Turn turn(GeneratedRow row, List<Picture> pictures) {
        AnswerParts parts = new AnswerParts();
        TextStream text = new TextStream(live.model().tokenizer());
        for (int id : row.ids()) {
            parts.text(text.push(id));
            if (id == imageStart) {
                parts.endText();
                boolean rendered = parts.images() < pictures.size();
                parts.image(rendered ? pictures.get(parts.images()) : null);
            }
        }
        parts.text(text.finish());
        parts.endText();
        return parts.turn();
    }

    private NDArray features(List<Sequence> prompts, NDManager scope) {
        List<ImageSource> all =
                prompts.stream()
                        .flatMap(prompt -> prompt.spans().stream())
                        .map(span -> span.image())
                        .toList();
        return all.isEmpty() ? null : images.visualTokens(all, scope);
    }

    /** A decoder that is unknown, or can't start so, is told before anything is drawn. */
    private Limits limits(GenerationOptions options) {
        live.model()
                .decoder(options.render().decoder())
                .ifPresent(decoder -> StartPictures.check(options.render(), decoder));
        return Limits.of(options, live.model().visual().tokens());
    }
}
