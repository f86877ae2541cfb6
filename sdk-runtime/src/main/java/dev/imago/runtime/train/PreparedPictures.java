package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.train.DecoderObjective.Prepared;
import dev.imago.runtime.features.FeatureCache;
import dev.imago.runtime.features.FeatureKey;
import dev.imago.runtime.features.PictureCaches;
import dev.imago.runtime.image.PixelArrays;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;
import java.util.Optional;

/**
 * What the frozen parts of a decoder make of pictures: computed once for each, then read from disk.
 * Thread-safe.
 */
final class PreparedPictures implements AutoCloseable {
    private final Prepared prepared;
    private final String key;
    private final FittedPictures fitted;
    private final PictureCaches caches;
    private Shape one;
    private FeatureCache cache;

    private PreparedPictures(
            Prepared prepared, String key, FittedPictures fitted, PictureCaches caches) {
        this.prepared = prepared;
        this.key = key;
        this.fitted = fitted;
        this.caches = caches;
    }

    /**
     * Nothing where the objective prepares nothing.
     *
     * @param prefix of the decoder's weights
     * @param store the model's weights, of which the frozen parts' make the key
     * @param fitted brings pictures to the decoder's size
     */
    static PreparedPictures open(
            Optional<Prepared> prepared,
            String prefix,
            ParameterStore store,
            PictureCaches caches,
            FittedPictures fitted,
            Ops ops) {
        if (prepared.isEmpty()) {
            return new PreparedPictures(null, "", fitted, caches);
        }
        List<String> settings =
                List.of(
                        "decoder",
                        prepared.get().settings(),
                        fitted.settings(),
                        store.precision().name());
        List<Parameter> frozen = parameters(prepared.get(), prefix, store);
        String key = FeatureKey.of(settings, frozen, ops, caches.manager());
        return new PreparedPictures(prepared.get(), key, fitted, caches);
    }

    private static List<Parameter> parameters(
            Prepared prepared, String prefix, ParameterStore store) {
        List<NameGlob> globs =
                prepared.weights().stream().map(glob -> NameGlob.of(prefix + "." + glob)).toList();
        return store.parameters().stream()
                .filter(p -> globs.stream().anyMatch(glob -> glob.matches(p.name())))
                .toList();
    }

    /** Whether there is something instead of pixels. */
    boolean any() {
        return prepared != null;
    }

    /** {@code [N, ...]} of pictures, owned by {@code owner}. */
    NDArray of(List<ImageSource> images, NDManager owner) {
        FeatureCache opened = opened(images.get(0));
        try (NDArray flat = opened.visualTokens(images, owner)) {
            return flat.reshape(new Shape(images.size()).addAll(one));
        }
    }

    /** The first picture tells the size. */
    private synchronized FeatureCache opened(ImageSource first) {
        if (cache == null) {
            try (NDManager scope = caches.manager().newSubManager()) {
                Shape shape = compute(List.of(first), scope).getShape();
                one = shape.slice(1);
            }
            int numbers = Math.toIntExact(one.size());
            cache =
                    caches.open(
                            key,
                            numbers,
                            (images, owner) -> compute(images, owner).reshape(-1, 1, numbers));
        }
        return cache;
    }

    private NDArray compute(List<ImageSource> images, NDManager owner) {
        try (Autograd.Scope off = Autograd.off()) {
            return prepared.prepare(PixelArrays.unit(fitted.of(images), owner));
        }
    }

    @Override
    public synchronized void close() {
        if (cache != null) {
            cache.close();
        }
    }
}
