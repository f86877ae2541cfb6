package dev.imago.runtime.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Objective;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Schedule;
import dev.imago.api.train.ShardSource;
import dev.imago.api.train.ShardSource.Pending;
import dev.imago.api.train.Training;
import dev.imago.runtime.model.EngineThreads;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The one training loop. */
public final class TrainingLoop implements Training {
    private final TrainingEnvironment environment;
    private final ComponentFactory factory;

    /**
     * @param factory builds optimizer and schedule
     */
    public TrainingLoop(TrainingEnvironment environment, ComponentFactory factory) {
        this.environment = environment;
        this.factory = factory;
    }

    @Override
    public <B> void train(
            TrainableWeights parameters,
            Function<Weights, Objective<B>> objective,
            ShardSource<B> shards,
            Settings settings) {
        run(parameters, objective, shards, settings, Pause.NEVER);
    }

    @Override
    public <B> void train(
            TrainableWeights parameters,
            Function<Weights, Objective<B>> objective,
            ShardSource<B> shards,
            Settings settings,
            Pause pause) {
        run(parameters, objective, shards, settings, pause);
    }

    /** As {@link #train}, telling the names of the parameters that were trained. */
    public <B> List<String> run(
            TrainableWeights parameters,
            Function<Weights, Objective<B>> objective,
            ShardSource<B> shards,
            Settings settings,
            Pause pause) {
        checkBatch(settings);
        ParameterStore store = ParameterStore.of(parameters.weights());
        AveragedWeights optimizer =
                new AveragedWeights(
                        factory.create(settings.optimizer()),
                        settings.ema() == null ? 0 : settings.ema(),
                        environment.ops());
        Schedule schedule = factory.create(settings.schedule());
        ParameterChoice choice = new ParameterChoice(store, parameters.rates(), parameters.rows());
        environment.progress().line(new ParameterTable(store.groups()).toString());
        parameters
                .rows()
                .forEach(
                        (name, rows) ->
                                environment
                                        .progress()
                                        .line("  of " + name + " only the rows " + rows));
        try (NDManager owner = environment.manager().newSubManager()) {
            List<TrainedParameter> trained = choice.choose(optimizer, owner);
            Checkpoints checkpoints =
                    new Checkpoints(environment.directory(), environment.ops(), trained, optimizer);
            long start = checkpoints.restore(owner);
            environment.metrics().rewind(environment.stage(), start);
            OptimizerStep stepper =
                    new OptimizerStep(environment.ops(), optimizer, trained, settings.clipNorm());
            try (Workers<B> workers = workers(store, objective, owner);
                    Progress.Bar bar =
                            environment.progress().bar(environment.stage(), settings.steps())) {
                new Steps<>(
                                settings,
                                schedule,
                                optimizer,
                                workers,
                                stepper,
                                shards,
                                checkpoints,
                                bar,
                                pause)
                        .run(start);
            }
            optimizer.settle(trained);
            return trained.stream().map(TrainedParameter::name).toList();
        } finally {
            store.trainOnly(List.of());
        }
    }

    private void checkBatch(Settings settings) {
        int parts = environment.workers() * settings.accumulate();
        if (settings.batchSize() < parts) {
            throw new ImagoException(
                    ErrorCode.INVALID_VALUE,
                    "stage " + environment.stage() + ", batch_size",
                    "is "
                            + settings.batchSize()
                            + ", expected at least "
                            + parts
                            + ": one example for each of "
                            + environment.workers()
                            + " workers times accumulate "
                            + settings.accumulate());
        }
    }

    private <B> Workers<B> workers(
            ParameterStore store, Function<Weights, Objective<B>> objective, NDManager owner) {
        List<Worker<B>> workers = new ArrayList<>();
        for (int w = 0; w < environment.workers(); w++) {
            ParameterStore view = store.alias();
            Objective<B> own = objective.apply(view.root());
            workers.add(
                    new Worker<>(
                            view,
                            own,
                            owner.newSubManager(),
                            environment.ops(),
                            environment::seed));
        }
        int threadsEach = Math.max(1, environment.threads() / environment.workers());
        return new Workers<>(workers, () -> EngineThreads.use(threadsEach));
    }

    /** The steps of one run. */
    private final class Steps<B> {
        private final Settings settings;
        private final Schedule schedule;
        private final Optimizer optimizer;
        private final Workers<B> workers;
        private final OptimizerStep stepper;
        private final ShardSource<B> shards;
        private final Checkpoints checkpoints;
        private final StepMeter meter;
        private final Pause pause;

        /** Whether the stage began here, so that this run has seen all its steps. */
        private boolean whole;

        Steps(
                Settings settings,
                Schedule schedule,
                Optimizer optimizer,
                Workers<B> workers,
                OptimizerStep stepper,
                ShardSource<B> shards,
                Checkpoints checkpoints,
                Progress.Bar bar,
                Pause pause) {
            this.pause = pause;
            this.settings = settings;
            this.schedule = schedule;
            this.optimizer = optimizer;
            this.workers = workers;
            this.stepper = stepper;
            this.shards = shards;
            this.checkpoints = checkpoints;
            this.meter =
                    new StepMeter(
                            environment.stage(),
                            shards.unit(),
                            bar,
                            environment.trackers(),
                            settings.logEvery());
        }

        void run(long start) {
            whole = start == 0;
            CompletableFuture<List<Pending<B>>> next = draw(start);
            for (long step = start; step < settings.steps(); step++) {
                List<Pending<B>> now = drawn(next);
                next = draw(step + 1);
                one(step, now);
                save(step + 1);
                if (pause.every() > 0 && (step + 1) % pause.every() == 0) {
                    pause.work().accept(step + 1);
                }
            }
        }

        private CompletableFuture<List<Pending<B>>> draw(long step) {
            if (step >= settings.steps()) {
                return CompletableFuture.completedFuture(List.of());
            }
            int parts = environment.workers() * settings.accumulate();
            return CompletableFuture.supplyAsync(() -> shards.step(step, parts));
        }

        private List<Pending<B>> drawn(CompletableFuture<List<Pending<B>>> drawing) {
            try {
                return drawing.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }

        private void one(long step, List<Pending<B>> now) {
            Counts totals =
                    now.stream().map(Pending::counts).reduce(new Counts(Map.of()), Counts::plus);
            List<StepResult> results = workers.run(now, totals, step);
            double loss = results.stream().mapToDouble(StepResult::loss).sum();
            if (!Double.isFinite(loss)) {
                throw diverged(step, "loss", loss);
            }
            double rate =
                    optimizer.learningRate()
                            * settings.rateFactor()
                            * schedule.factor(step, settings.steps());
            double norm = stepper.apply(step + 1, rate, results);
            if (!Double.isFinite(norm)) {
                throw diverged(step, "gradient norm", norm);
            }
            Map<String, Double> terms = new LinkedHashMap<>();
            for (StepResult result : results) {
                terms = StepResult.addTerms(terms, result.terms());
            }
            long positions = now.stream().mapToLong(Pending::positions).sum();
            meter.step(step + 1, positions, loss, terms, rate, norm);
        }

        private void save(long done) {
            boolean last = done == settings.steps();
            boolean stop = environment.interruption().requested() && !last;
            int every = settings.checkpointEvery();
            boolean due = stop || (every > 0 && done % every == 0 && !last);
            if ((due || last) && !stepper.finite()) {
                throw diverged(done - 1, "norm of the parameters", Double.NaN);
            }
            if (whole && !stop && (due || last) && !stepper.everStepped()) {
                throw unreached(done);
            }
            if (due) {
                checkpoints.save(done);
            }
            if (stop) {
                throw new ImagoException(
                        ErrorCode.INTERRUPTED,
                        "stage " + environment.stage(),
                        "stopped after step "
                                + done
                                + " of "
                                + settings.steps()
                                + "; everything is saved, the same command goes on from there");
            }
        }

        private ImagoException unreached(long done) {
            return new ImagoException(
                    ErrorCode.NOTHING_TRAINABLE,
                    "stage " + environment.stage(),
                    "has trained nothing in "
                            + done
                            + " steps: no example learns anything by "
                            + stepper.first()
                            + " or what else the stage trains; name other parts, or tasks whose"
                            + " answers need these");
        }

        private ImagoException diverged(long step, String what, double value) {
            return new ImagoException(
                    ErrorCode.DIVERGED,
                    "stage " + environment.stage() + ", step " + (step + 1),
                    "the "
                            + what
                            + " is "
                            + value
                            + "; lower the learning rate or clip_norm, which begins the stage"
                            + " anew, or mend the samples of this step: for them the last"
                            + " checkpoint is kept");
        }
    }
}
