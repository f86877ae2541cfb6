package dev.imago.runtime.run;

import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.generate.Answerer;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Objective;
import dev.imago.api.train.Pictures;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.ShardSource;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.Training;
import dev.imago.runtime.generate.Generator;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.train.TrainingLoop;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What one stage of a run works with, and what it leaves. */
final class RunContext implements StageContext, AutoCloseable {
    private final String name;
    private final long seed;
    private final RunFolder folder;
    private final RuntimeSession runtime;
    private final ModelSession session;
    private final RunData data;
    private final TrainingLoop loop;
    private final RunPictures pictures;
    private final SafePoints points;
    private final NDManager manager;
    private final Set<String> trained = new LinkedHashSet<>();
    private final Map<String, ParameterStore> fresh = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final List<ReportPart> parts = new ArrayList<>();

    RunContext(
            String name,
            long seed,
            RunFolder folder,
            RuntimeSession runtime,
            ModelSession session,
            RunData data,
            TrainingLoop loop,
            RunPictures pictures,
            SafePoints points) {
        this.name = name;
        this.seed = seed;
        this.folder = folder;
        this.runtime = runtime;
        this.session = session;
        this.data = data;
        this.loop = loop;
        this.pictures = pictures;
        this.points = points;
        this.manager = runtime.manager().newSubManager();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Path directory() {
        return folder.stage(name);
    }

    @Override
    public Path directoryOf(String stage) {
        return folder.stage(stage);
    }

    @Override
    public Model model() {
        return session.live().model();
    }

    @Override
    public Weights modelWeights() {
        return session.store().root();
    }

    @Override
    public Model modelOver(Weights weights) {
        return session.over(weights).model();
    }

    @Override
    public Weights newWeights(String file, Consumer<Weights> declare) {
        ParameterStore store = runtime.newStore(manager);
        declare.accept(store.root());
        store.initialise(seed);
        fresh.put(file, store);
        return store.root();
    }

    @Override
    public Weights savedWeights(String stage, String file, Consumer<Weights> declare) {
        ParameterStore store = runtime.newStore(manager);
        declare.accept(store.root());
        Path path = folder.stage(stage).resolve(file + ".safetensors");
        try (Safetensors saved = Safetensors.open(path)) {
            store.load(saved);
        }
        return store.root();
    }

    @Override
    public <S extends Sample> Samples<S> trainingSamples(String task, Class<S> type) {
        return data.mixture().samples(task, type);
    }

    @Override
    public <S extends Sample> Samples<S> evaluationSamples(String task, Class<S> type) {
        return data.evaluation().samples(task, type);
    }

    @Override
    public <S extends Sample> TaskFormatter<S> formatter(String task, Class<S> type) {
        return data.formatter(task, type);
    }

    @Override
    public TaskFormatter<?> formatter(String task) {
        return data.formatter(task);
    }

    @Override
    public Training training() {
        return new Training() {
            @Override
            public <B> void train(
                    TrainableWeights parameters,
                    Function<Weights, Objective<B>> objective,
                    ShardSource<B> shards,
                    Settings settings) {
                train(parameters, objective, shards, settings, Pause.NEVER);
            }

            @Override
            public <B> void train(
                    TrainableWeights parameters,
                    Function<Weights, Objective<B>> objective,
                    ShardSource<B> shards,
                    Settings settings,
                    Pause pause) {
                points.training(
                        () ->
                                trained.addAll(
                                        loop.run(parameters, objective, shards, settings, pause)));
            }
        };
    }

    @Override
    public Answerer answerer() {
        return new Generator(
                session.live(), pictures::visualTokens, manager, Integer.MAX_VALUE, points);
    }

    @Override
    public Pictures pictures() {
        return pictures;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public void figure(String figure, double value) {
        figures.put(figure, value);
    }

    @Override
    public void report(ReportPart part) {
        parts.add(part);
    }

    Map<String, Double> figures() {
        return figures;
    }

    List<ReportPart> parts() {
        return parts;
    }

    /** Saves the weights this stage changed or made; called once, when it has ended well. */
    void saveWeights() {
        Path directory = folder.stage(name);
        fresh.forEach(
                (file, store) ->
                        new SafetensorsWriter(store.ops())
                                .write(directory.resolve(file + ".safetensors"), store.tensors()));
        ParameterStore store = session.store();
        List<Parameter> changed = new ArrayList<>(store.buffers());
        trained.forEach(parameter -> store.find(parameter).ifPresent(changed::add));
        if (!changed.isEmpty()) {
            new SafetensorsWriter(store.ops())
                    .write(directory.resolve(RecipeRunner.WEIGHTS), store.tensors(changed));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
