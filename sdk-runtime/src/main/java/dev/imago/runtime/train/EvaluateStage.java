package dev.imago.runtime.train;

import dev.imago.api.evaluate.Metric;
import dev.imago.api.plugin.Spec;
import dev.imago.api.train.Stage;
import dev.imago.api.train.StageContext;
import dev.imago.runtime.plugin.ComponentFactory;
import jakarta.inject.Inject;

/** The stage {@code evaluate}. */
public final class EvaluateStage implements Stage {
    private final EvaluateStageConfig config;
    private final ComponentFactory factory;

    @Inject
    EvaluateStage(EvaluateStageConfig config, ComponentFactory factory) {
        this.config = config;
        this.factory = factory;
    }

    @Override
    public void run(StageContext context) {
        for (Spec<Metric> metric : config.metrics()) {
            factory.create(metric).measure(context);
        }
    }
}
