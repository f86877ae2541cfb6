package dev.imago.plugins.wardrobe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.generate.Answerer;
import dev.imago.api.model.Model;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Pictures;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.Training;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stage over small data whose model is a function. Visual tokens are four numbers of a picture;
 * their renderer looks up the picture they came from. The further decoder {@link #SHADED} gives it
 * darker by one level for each million of the seed.
 */
public final class FakeContext implements StageContext {
    /** Name of a further decoder. */
    public static final String SHADED = "shaded";

    private final NDManager manager;
    private final Answerer answerer;
    private final Map<String, Double> figures = new TreeMap<>();
    private final List<ReportPart> parts = new ArrayList<>();
    private final List<Picture> seen = new ArrayList<>();

    public FakeContext(NDManager manager, Answerer answerer) {
        this.manager = manager;
        this.answerer = answerer;
    }

    private static WardrobeSource source(String split) {
        return new WardrobeSource(new WardrobeConfig(split, 60, 1, 8, false, null, null, 1L, null));
    }

    public Map<String, Double> figures() {
        return figures;
    }

    public List<ReportPart> parts() {
        return parts;
    }

    @Override
    public <S extends Sample> Samples<S> trainingSamples(String task, Class<S> type) {
        return source("train").samples(task, type);
    }

    @Override
    public <S extends Sample> Samples<S> evaluationSamples(String task, Class<S> type) {
        return source("test").samples(task, type);
    }

    @Override
    public <S extends Sample> TaskFormatter<S> formatter(String task, Class<S> type) {
        return new PlainFormatter<>(type);
    }

    @Override
    public TaskFormatter<?> formatter(String task) {
        throw new UnsupportedOperationException("a fake's tasks take any shape");
    }

    @Override
    public Answerer answerer() {
        return answerer;
    }

    @Override
    public Pictures pictures() {
        return new NumberedPictures();
    }

    @Override
    public Model model() {
        return new Model(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Optional.of((tokens, options) -> tokens),
                Map.of(SHADED, (tokens, options) -> tokens),
                null,
                null,
                null);
    }

    @Override
    public Weights savedWeights(String stage, String name, Consumer<Weights> declare) {
        ParameterStore store = new ParameterStore(new Ops(manager), manager, Precision.FP32);
        declare.accept(store.root());
        store.initialise(1);
        return store.root();
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public void figure(String name, double value) {
        figures.put(name, value);
    }

    @Override
    public void report(ReportPart part) {
        parts.add(part);
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public Path directory() {
        throw new UnsupportedOperationException("a fake has no folder");
    }

    @Override
    public Path directoryOf(String stage) {
        throw new UnsupportedOperationException("a fake has no folder");
    }

    @Override
    public Weights modelWeights() {
        throw new UnsupportedOperationException("a fake has no weights");
    }

    @Override
    public Model modelOver(Weights weights) {
        throw new UnsupportedOperationException("a fake has no weights");
    }

    @Override
    public Weights newWeights(String name, Consumer<Weights> declare) {
        throw new UnsupportedOperationException("a fake has no weights");
    }

    @Override
    public Training training() {
        throw new UnsupportedOperationException("a fake does not train");
    }

    /** Tokens {@code [2][4]}: the picture's number, by powers; a decoder that knows them all. */
    private final class NumberedPictures implements Pictures {
        @Override
        public NDArray pixels(List<ImageSource> images, NDManager owner) {
            throw new UnsupportedOperationException("a fake has no pixels");
        }

        @Override
        public NDArray pixels(
                List<ImageSource> images, Preprocessing preprocessing, NDManager owner) {
            throw new UnsupportedOperationException("a fake has no pixels");
        }

        @Override
        public Picture resize(Picture picture, int width, int height) {
            throw new UnsupportedOperationException("a fake has no pixels");
        }

        @Override
        public NDArray unitPixels(List<Picture> pictures, NDManager owner) {
            throw new UnsupportedOperationException("a fake has no pixels");
        }

        @Override
        public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
            float[] values = new float[images.size() * 8];
            for (int i = 0; i < images.size(); i++) {
                seen.add(images.get(i).load());
                int number = seen.size();
                for (int d = 0; d < 8; d++) {
                    values[i * 8 + d] = d % 4 == 0 ? number : (number >> d) % 2;
                }
            }
            return owner.create(values, new Shape(images.size(), 2, 4));
        }

        @Override
        public List<Picture> render(NDArray tokens, RenderOptions options) {
            float[] values = tokens.toFloatArray();
            return IntStream.range(0, values.length / 8)
                    .mapToObj(i -> seen.get((int) values[i * 8] - 1))
                    .map(picture -> Shade.of(picture, options))
                    .toList();
        }
    }

    /** Asks in the sample's own words; right is what is equal. */
    private record PlainFormatter<S extends Sample>(Class<S> sampleType)
            implements TaskFormatter<S> {
        @Override
        public Conversation conversation(S sample, RandomGenerator phrasing) {
            throw new UnsupportedOperationException("a fake does not train");
        }

        @Override
        public Conversation request(TaskRequest request) {
            return Conversation.of(Turn.user(request.prompt()));
        }

        @Override
        public List<TaskItem> items(S sample) {
            if (sample instanceof CaptionedImage image) {
                Turn drawn = Turn.assistant(new Part.Image(image.image()));
                return List.of(item(image.id(), "generate", drawn, words(image.caption())));
            } else if (sample instanceof EditPair edit) {
                Turn drawn = Turn.assistant(new Part.Image(edit.after()));
                Part shown = new Part.Image(edit.before());
                return List.of(item(edit.id(), "edit", drawn, shown, words(edit.instruction())));
            } else if (sample instanceof FrameSequence clip) {
                return List.of(lastFrame(clip));
            } else if (sample instanceof CloserLook look) {
                Turn answer = Turn.assistant(new Part.Image(look.look()), words(look.answer()));
                Part shown = new Part.Image(look.image());
                return List.of(item(look.id(), "look", answer, shown, words(look.question())));
            }
            VisualQuestion asked = (VisualQuestion) sample;
            Part shown = asked.media().get(0);
            return asked.exchanges().stream()
                    .map(
                            e ->
                                    item(
                                            asked.id(),
                                            e.kind(),
                                            Turn.assistant(e.answer()),
                                            shown,
                                            words(e.question())))
                    .toList();
        }

        private static TaskItem lastFrame(FrameSequence clip) {
            List<ImageSource> frames = clip.video().frames();
            int last = frames.size() - 1;
            Turn drawn = Turn.assistant(new Part.Image(frames.get(last)));
            Part shown = new Part.Video(frames.subList(0, last), 0);
            return item(clip.id(), "next", drawn, shown, words(clip.description()));
        }

        private static Part words(String text) {
            return new Part.Text(text);
        }

        private static TaskItem item(String id, String kind, Turn expected, Part... asked) {
            Conversation request = new Conversation(id, List.of(Turn.user(asked)));
            return new TaskItem(id, kind, request, expected);
        }

        @Override
        public Map<String, Part> parse(Conversation request, Turn answer) {
            return answer.parts().stream()
                    .filter(Part.Image.class::isInstance)
                    .collect(Collectors.toMap(part -> "look", part -> part));
        }

        @Override
        public double score(TaskItem item, Turn answer) {
            return item.expected().text().equals(answer.text()) ? 1 : 0;
        }
    }
}
