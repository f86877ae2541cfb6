package dev.imago.runtime.train;

import dev.imago.api.model.Model;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.api.train.Training.TrainableWeights;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.data.Preflight;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.model.VisualInput;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stage {@code train}: joint training on the recipe's tasks. */
public final class TrainStage implements Stage {
    private static final int PREFLIGHT_SAMPLES = 8;

    private final TrainStageConfig config;
    private final TrainingData data;
    private final VisualInput images;
    private final Ops ops;
    private final Precision precision;
    private final Progress progress;

    @Inject
    TrainStage(
            TrainStageConfig config,
            TrainingData data,
            VisualInput images,
            Ops ops,
            Precision precision,
            Progress progress) {
        this.config = config;
        this.data = data;
        this.images = images;
        this.ops = ops;
        this.precision = precision;
        this.progress = progress;
    }

    @Override
    public void run(StageContext context) {
        Model model = context.model();
        Mixture mixture = data.mixture(config.tasks(), config.maxSamples());
        new Preflight(model, PREFLIGHT_SAMPLES).require(mixture);
        SequenceBuilder sequences =
                new SequenceBuilder(
                        model.tokenizer(),
                        model.template(),
                        model.visual().tokens(),
                        config.maxLength(model.backbone()),
                        config.tooLong());
        StepWindows.Grouping grouping = grouping(context, config.groupByLength());
        PackingChoice packing =
                PackingChoice.of(config.packing(), model.backbone(), mixture, sequences, grouping);
        if (!packing.told().isEmpty()) {
            progress.line("  " + packing.told());
        }
        VpitShards shards =
                new VpitShards(
                        mixture,
                        sequences,
                        images,
                        packing.packed() ? grouping(context, 1) : grouping,
                        new VisualNoise(config.visualNoise(), context.seed(), model.norm()),
                        packing.packed());
        context.training()
                .train(
                        new TrainableWeights(context.modelWeights(), rates(), rows(context)),
                        weights ->
                                new VpitObjective(
                                        new LiveModel(context.modelOver(weights), ops, precision),
                                        config.recompute()),
                        shards,
                        config.settings());
    }

    private StepWindows.Grouping grouping(StageContext context, int window) {
        return new StepWindows.Grouping(
                config.settings().batchSize(), window, config.settings().steps(), context.seed());
    }

    /** Of the embedding only the image marks' rows, where those alone are said to be trained. */
    private Map<String, List<Integer>> rows(StageContext context) {
        if (!config.trainable().contains(PartNames.IMAGE_MARKS)) {
            return Map.of();
        }
        List<NameGlob> others =
                config.trainable().stream()
                        .filter(part -> !part.equals(PartNames.IMAGE_MARKS))
                        .map(part -> NameGlob.of(PartNames.glob(part)))
                        .toList();
        NameGlob tables = NameGlob.of(PartNames.glob(PartNames.IMAGE_MARKS));
        SpecialTokens marks = SpecialTokens.of(context.model().tokenizer());
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (Parameter parameter : ParameterStore.of(context.modelWeights()).parameters()) {
            String name = parameter.name();
            if (tables.matches(name) && others.stream().noneMatch(glob -> glob.matches(name))) {
                rows.put(name, List.of(marks.imageStart(), marks.imageEnd()));
            }
        }
        return rows;
    }

    private Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String part : config.trainable()) {
            rates.put(PartNames.glob(part), 1.0);
        }
        config.rates().forEach((part, factor) -> rates.put(PartNames.glob(part), factor));
        return rates;
    }
}
