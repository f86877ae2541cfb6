package dev.imago.runtime.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.VisualInput;
import dev.imago.runtime.recipe.ModelSection;
import java.util.List;

/**
 * The visual tokens of one stage: from a cache that all stages with the same encoder share, or
 * straight from the encoder while it is trained. Thread-safe.
 */
public final class StageFeatures implements VisualInput, AutoCloseable {
    /** Begins the names of encoder, reducer and norm. */
    private static final String ENCODER = "model.vision_";

    private final ModelSession session;
    private final PictureCaches caches;
    private final VisualInput direct;
    private FeatureCache cache;

    /**
     * @param session the stage's model, filled
     * @param caches of the run
     */
    public StageFeatures(ModelSession session, PictureCaches caches) {
        this.session = session;
        this.caches = caches;
        this.direct = new DirectFeatures(session.live());
    }

    @Override
    public void check(List<ImageSource> images) {
        if (!images.isEmpty()) { // a model of text only has no encoder
            input().check(images);
        }
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        return input().visualTokens(images, owner);
    }

    private VisualInput input() {
        return trainsEncoder() ? direct : cache();
    }

    private boolean trainsEncoder() {
        return session.store().trainable().stream().anyMatch(StageFeatures::isEncoder);
    }

    private static boolean isEncoder(Parameter parameter) {
        return parameter.name().startsWith(ENCODER);
    }

    /** Opened when it is first needed: a stage may change the norm before. */
    private synchronized FeatureCache cache() {
        if (cache == null) {
            LiveModel live = session.live();
            Precision kept = live.precision() == Precision.FP32 ? Precision.FP32 : Precision.BF16;
            cache = new FeatureCache(caches, key(live, kept), live.model().visual(), kept, direct);
        }
        return cache;
    }

    private String key(LiveModel live, Precision kept) {
        ModelSection section = session.section();
        List<String> settings =
                List.of(
                        "1",
                        section.encoder().from(null).toString(),
                        section.reducer().toString(),
                        section.normalize().toString(),
                        live.model().encoder().preprocessing().toString(),
                        kept.toString());
        List<Parameter> parameters =
                session.store().parameters().stream().filter(StageFeatures::isEncoder).toList();
        return FeatureKey.of(settings, parameters, live.ops(), caches.manager());
    }

    @Override
    public synchronized void close() {
        if (cache != null) {
            cache.close();
        }
    }
}
