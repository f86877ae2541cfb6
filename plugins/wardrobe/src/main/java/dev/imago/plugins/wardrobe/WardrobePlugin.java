package dev.imago.plugins.wardrobe;

import dev.imago.api.Api;
import dev.imago.api.data.Source;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.Stage;
import dev.imago.plugins.wardrobe.judge.JudgeFeatures;
import dev.imago.plugins.wardrobe.judge.JudgeFeaturesConfig;
import dev.imago.plugins.wardrobe.judge.TrainJudgeConfig;
import dev.imago.plugins.wardrobe.judge.TrainJudgeStage;
import dev.imago.plugins.wardrobe.metrics.DecodersConfig;
import dev.imago.plugins.wardrobe.metrics.DecodersMetric;
import dev.imago.plugins.wardrobe.metrics.DrawingsConfig;
import dev.imago.plugins.wardrobe.metrics.DrawingsMetric;
import dev.imago.plugins.wardrobe.metrics.EditsConfig;
import dev.imago.plugins.wardrobe.metrics.EditsMetric;
import dev.imago.plugins.wardrobe.metrics.FramesConfig;
import dev.imago.plugins.wardrobe.metrics.FramesMetric;
import dev.imago.plugins.wardrobe.metrics.QuestionsConfig;
import dev.imago.plugins.wardrobe.metrics.QuestionsMetric;
import dev.imago.plugins.wardrobe.metrics.ThinkingConfig;
import dev.imago.plugins.wardrobe.metrics.ThinkingMetric;

/** Offers the wardrobe world and what measures a model on it. */
public final class WardrobePlugin implements Plugin {
    @Override
    public String name() {
        return "wardrobe";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Source.class, "wardrobe", WardrobeConfig.class, WardrobeSource.class);
        components.add(Stage.class, "train-judge", TrainJudgeConfig.class, TrainJudgeStage.class);
        registerMetrics(components);
    }

    private static void registerMetrics(Components components) {
        components.add(
                PictureFeatures.class,
                "wardrobe-judge",
                JudgeFeaturesConfig.class,
                JudgeFeatures.class);
        components.add(
                Metric.class, "wardrobe-questions", QuestionsConfig.class, QuestionsMetric.class);
        components.add(
                Metric.class, "wardrobe-drawings", DrawingsConfig.class, DrawingsMetric.class);
        components.add(
                Metric.class, "wardrobe-decoders", DecodersConfig.class, DecodersMetric.class);
        components.add(Metric.class, "wardrobe-edits", EditsConfig.class, EditsMetric.class);
        components.add(Metric.class, "wardrobe-frames", FramesConfig.class, FramesMetric.class);
        components.add(
                Metric.class, "wardrobe-thinking", ThinkingConfig.class, ThinkingMetric.class);
    }
}
