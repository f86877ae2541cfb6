package dev.imago.plugins.metrics;

import dev.imago.api.Api;
import dev.imago.api.evaluate.DualEncoder;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.parity.FamilyKeys;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers measures of answers and of pictures. */
public final class MetricsPlugin implements Plugin {
    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Metric.class, "answers", AnswersConfig.class, AnswersMetric.class);
        components.add(
                Metric.class, "pictures", PictureQualityConfig.class, PictureQualityMetric.class);
        components.add(PictureMeasure.class, "psnr", PsnrConfig.class, PsnrMeasure.class);
        components.add(PictureMeasure.class, "ssim", SsimConfig.class, SsimMeasure.class);
        components.add(
                PictureMeasure.class,
                "distribution",
                DistributionConfig.class,
                DistributionMeasure.class);
        components.add(
                PictureMeasure.class,
                "perceptual",
                PerceptualConfig.class,
                PerceptualMeasure.class);
        components.add(PictureMeasure.class, "text-fit", TextFitConfig.class, TextFitMeasure.class);
        components.add(
                PictureFeatures.class,
                "encoder",
                EncoderFeaturesConfig.class,
                EncoderFeatures.class);
        components.add(
                DualEncoder.class,
                "published",
                PublishedDualEncoderConfig.class,
                PublishedDualEncoder.class);
        components.add(ParityFamily.class, "metrics", FamilyKeys.class, MetricsFamily.class);
    }
}
