package dev.imago.api.evaluate;

import dev.imago.api.Api;
import dev.imago.api.train.StageContext;

/** Measures a model in an evaluate stage; leaves its figures and report parts in the context. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Metric {
    /** Measures. */
    void measure(StageContext context);
}
