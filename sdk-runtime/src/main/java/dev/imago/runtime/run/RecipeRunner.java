package dev.imago.runtime.run;

import com.google.inject.Binder;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.Tracker;
import dev.imago.runtime.features.PictureCaches;
import dev.imago.runtime.features.StageFeatures;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.model.VisualInput;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.NamedTasks;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.StageEntry;
import dev.imago.runtime.recipe.TasksSection;
import dev.imago.runtime.train.Interruption;
import dev.imago.runtime.train.MetricsLog;
import dev.imago.runtime.train.TrainingData;
import dev.imago.runtime.train.TrainingEnvironment;
import dev.imago.runtime.train.TrainingLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a recipe's stages in order. A stage that finished with the same keys, data and stages before
 * it is not run again; one that was interrupted goes on from its last checkpoint. Use once, on one
 * thread.
 */
public final class RecipeRunner implements AutoCloseable {
    /** Name of the file with the weights a stage changed. */
    static final String WEIGHTS = "weights.safetensors";

    private final RecipeLoader.Opened opened;
    private final Recipe recipe;
    private final Progress progress;
    private final Interruption interruption;
    private final RunFolder folder;
    private final StageGraph graph;
    private final RuntimeSession runtime;
    private final RunData data;
    private final MetricsLog metrics;

    /**
     * Opens the engine and declares the model.
     *
     * @param opened the recipe and its plugins; stays the caller's to close
     * @param progress told how far the run is
     * @param interruption asked between steps, and between samples of stages that don't train
     */
    public RecipeRunner(RecipeLoader.Opened opened, Progress progress, Interruption interruption) {
        this.opened = opened;
        this.recipe = opened.recipe();
        this.progress = progress;
        this.interruption = interruption;
        this.folder = new RunFolder(recipe.output());
        this.graph = new StageGraph(recipe);
        this.runtime = RuntimeSession.open(recipe.runtime(), opened.registry());
        this.data = new RunData(recipe, runtime.factory(), folder.skipped(), progress::line);
        this.metrics = new MetricsLog(folder.metrics());
    }

    /** Which stages to run. */
    public record Selection(String only, String from) {
        /** All that are not finished. */
        public static final Selection ALL = new Selection(null, null);
    }

    /**
     * Runs the stages, then writes the model folder and the report. Where only one stage is asked
     * for, those it goes on from must be finished, and nothing but its own files is written.
     *
     * @return where everything is, and what was measured
     */
    public RunResult run(Selection selection) {
        try (ModelSession declared = new ModelSession(runtime, recipe.model())) {
            TrainedParts.require(opened, declared, runtime.factory());
        }
        NamedTasks.require(opened);
        folder.create();
        List<FinishedStage> finished = new ArrayList<>();
        boolean forced = false;
        for (StageEntry entry : recipe.stages()) {
            if (selection.only() != null && !graph.needs(selection.only(), entry.name())) {
                continue;
            }
            boolean only = entry.name().equals(selection.only());
            forced |= entry.name().equals(selection.from());
            FinishedStage stage = stage(entry, forced || only, only || selection.only() == null);
            if (only) {
                return new RunResult(folder, figures(List.of(stage)));
            }
            finished.add(stage);
        }
        Map<String, Double> figures = figures(finished);
        try (ModelSession session = restored(graph.mainLine())) {
            TasksSection tasks = new TasksSection(recipe.tasks());
            new ModelFolder(folder.model()).save(session, tasks, ModelCard.of(recipe, figures));
        }
        new RunSummary(recipe, opened.tree().file(), folder).write(figures, finished);
        return new RunResult(folder, figures);
    }

    private FinishedStage stage(StageEntry entry, boolean force, boolean chosen) {
        Path directory = folder.stage(entry.name());
        String hash = graph.hash(entry.name());
        Optional<StageRecord> before = StageRecord.read(directory, hash);
        if (before.isPresent() && !force) {
            progress.line("stage " + entry.name() + " is finished, nothing to do");
            return new FinishedStage(
                    entry,
                    false,
                    before.get().seconds(),
                    before.get().figures(),
                    ReportParts.read(directory));
        }
        if (!chosen) {
            throw new ImagoException(
                    ErrorCode.USAGE,
                    "stage " + entry.name(),
                    "is not finished, but a stage after it was asked for; run it first");
        }
        if (interruption.requested()) {
            throw new ImagoException(
                    ErrorCode.INTERRUPTED,
                    "stage " + entry.name(),
                    "was not begun; everything before it is saved, the same command goes on from"
                            + " there");
        }
        StageScratch.prepare(directory, hash, force);
        return run(entry, directory, hash);
    }

    private FinishedStage run(StageEntry entry, Path directory, String hash) {
        progress.line("stage " + entry.name() + " (" + entry.stage().type() + ")");
        StageClock clock = new StageClock(directory);
        PictureCaches caches = caches();
        try (Autograd.Scope inference = Autograd.off();
                ModelSession session = restored(graph.ancestors(entry.name()));
                StageFeatures features = new StageFeatures(session, caches);
                RunContext context = context(entry, session, features)) {
            runtime.factory()
                    .create(entry.stage(), binder -> services(binder, features, caches))
                    .run(context);
            context.saveWeights();
            ReportParts.write(directory, context.parts());
            double seconds = clock.seconds();
            new StageRecord(hash, seconds, context.figures()).write(directory);
            StageScratch.clear(directory);
            progress.line(
                    String.format(Locale.ROOT, "stage %s took %.0f s", entry.name(), seconds));
            return new FinishedStage(entry, true, seconds, context.figures(), context.parts());
        } finally {
            clock.stop();
        }
    }

    private void services(Binder binder, VisualInput features, PictureCaches caches) {
        binder.bind(VisualInput.class).toInstance(features);
        binder.bind(TrainingData.class).toInstance(data);
        binder.bind(Progress.class).toInstance(progress);
        binder.bind(ComponentFactory.class).toInstance(runtime.factory());
        binder.bind(PictureCaches.class).toInstance(caches);
    }

    private RunContext context(StageEntry entry, ModelSession session, VisualInput features) {
        List<Tracker> trackers = new ArrayList<>();
        trackers.add(metrics);
        recipe.trackers().forEach(spec -> trackers.add(runtime.factory().create(spec)));
        WorkerCount workers = WorkerCount.choose(recipe.runtime(), runtime, session);
        progress.line("  " + workers.told());
        TrainingEnvironment environment =
                new TrainingEnvironment(
                        entry.name(),
                        recipe.seed(),
                        folder.stage(entry.name()),
                        runtime.manager(),
                        runtime.ops(),
                        workers.workers(),
                        runtime.threads(),
                        progress,
                        trackers,
                        metrics,
                        interruption);
        SafePoints points = new SafePoints(entry.name(), interruption);
        return new RunContext(
                entry.name(),
                recipe.seed(),
                folder,
                runtime,
                session,
                data,
                new TrainingLoop(environment, runtime.factory()),
                new RunPictures(session.live(), features, points),
                points);
    }

    private PictureCaches caches() {
        return new PictureCaches(
                folder.features(),
                PictureCaches.bytes(recipe.runtime().keptFeaturesGb()),
                runtime.manager(),
                runtime.threads(),
                progress::line);
    }

    /** A model with its starting weights, and then what some stages made of them. */
    private ModelSession restored(List<String> stages) {
        ModelSession session = new ModelSession(runtime, recipe.model());
        session.fill(recipe.seed());
        for (String stage : stages) {
            Path weights = folder.stage(stage).resolve(WEIGHTS);
            if (Files.exists(weights)) {
                session.update(weights);
            }
        }
        return session;
    }

    private static Map<String, Double> figures(List<FinishedStage> finished) {
        Map<String, Double> all = new LinkedHashMap<>();
        for (FinishedStage stage : finished) {
            stage.figures()
                    .forEach((name, value) -> all.put(stage.entry().name() + "." + name, value));
        }
        return all;
    }

    @Override
    public void close() {
        runtime.close();
    }
}
