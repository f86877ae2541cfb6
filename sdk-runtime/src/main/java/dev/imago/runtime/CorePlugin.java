package dev.imago.runtime;

import dev.imago.api.cli.Benchmark;
import dev.imago.api.cli.BenchmarkKeys;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.Stage;
import dev.imago.runtime.bench.ImagesBenchmark;
import dev.imago.runtime.train.DecoderStage;
import dev.imago.runtime.train.DecoderStageConfig;
import dev.imago.runtime.train.EvaluateStage;
import dev.imago.runtime.train.EvaluateStageConfig;
import dev.imago.runtime.train.TrainStage;
import dev.imago.runtime.train.TrainStageConfig;

/** The stages and the benchmark that need the runtime's own services. */
public final class CorePlugin implements Plugin {
    @Override
    public String name() {
        return "core";
    }

    @Override
    public void register(Components components) {
        components.add(Stage.class, "train", TrainStageConfig.class, TrainStage.class);
        components.add(Stage.class, "train-decoder", DecoderStageConfig.class, DecoderStage.class);
        components.add(Stage.class, "evaluate", EvaluateStageConfig.class, EvaluateStage.class);
        components.add(Benchmark.class, "images", BenchmarkKeys.class, ImagesBenchmark.class);
    }
}
