package dev.imago.runtime.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.EngineThreads;
import dev.imago.runtime.model.VisualInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Visual tokens of a frozen encoder, computed once for each image and then read from disk; images
 * are known by their bytes (see {@link ContentKeys}).
 *
 * <p>Each image is encoded alone, by one engine thread: so its tokens have the same bits whatever
 * was asked for with it, by whom and in which order, and a resumed run sees what the interrupted
 * one saw. Several images are encoded side by side. Thread-safe.
 */
public final class FeatureCache implements VisualInput, AutoCloseable {
    private static final int CLOSE_MINUTES = 10;

    private final PictureCaches caches;
    private final ContentKeys contents;
    private final FeatureFile file;
    private final FeatureShape shape;
    private final VisualInput encoder;
    private final ExecutorService threads;
    private final Map<IdTable.Key, Future<float[]>> running = new ConcurrentHashMap<>();

    /**
     * @param caches of the run
     * @param key names the encoder with all its settings (see {@link FeatureKey})
     * @param shape K and D
     * @param kept the precision on disk: FP32 or BF16
     * @param encoder computes what is not there yet; called by several threads
     */
    FeatureCache(
            PictureCaches caches,
            String key,
            FeatureShape shape,
            Precision kept,
            VisualInput encoder) {
        this.caches = caches;
        this.contents = caches.contents();
        this.file = caches.file(key, shape.tokens() * shape.width(), kept);
        this.shape = shape;
        this.encoder = encoder;
        this.threads = Executors.newFixedThreadPool(caches.threads(), FeatureCache::thread);
    }

    /** Decodes only what is not there. */
    @Override
    public void check(List<ImageSource> images) {
        images.stream().filter(image -> !file.has(contents.of(image))).forEach(ImageSource::load);
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        List<Callable<float[]>> parts = new ArrayList<>();
        for (ImageSource image : images) {
            IdTable.Key key = contents.of(image);
            float[] known = file.find(key);
            Future<float[]> part = known == null ? start(key, image) : null;
            parts.add(part == null ? () -> known : part::get);
        }
        int one = shape.tokens() * shape.width();
        float[] all = new float[images.size() * one];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(await(parts.get(i)), 0, all, i * one, one);
        }
        return owner.create(all, new Shape(images.size(), shape.tokens(), shape.width()));
    }

    /** How many images are there. */
    public int size() {
        return file.size();
    }

    private Future<float[]> start(IdTable.Key key, ImageSource image) {
        return running.computeIfAbsent(
                key,
                absent -> {
                    FutureTask<float[]> task = new FutureTask<>(() -> encode(key, image));
                    try {
                        threads.execute(task);
                    } catch (RejectedExecutionException e) {
                        throw interrupted(e);
                    }
                    return task;
                });
    }

    private float[] encode(IdTable.Key key, ImageSource image) {
        try (NDManager scope = caches.manager().newSubManager()) {
            float[] known = file.find(key);
            if (known != null) {
                return known;
            }
            float[] tokens = encoder.visualTokens(List.of(image), scope).toFloatArray();
            if (file.put(key, tokens) == FeatureFile.Put.NO_ROOM) {
                caches.tellFull();
            }
            // The first use has the same rounding as all later ones, kept or not.
            return file.rounded(tokens);
        } finally {
            running.remove(key);
        }
    }

    private static float[] await(Callable<float[]> part) {
        try {
            return part.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (CancellationException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("encoding failed", e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException("encoding failed", e);
        }
    }

    private static ImagoException interrupted(Exception e) {
        return new ImagoException(ErrorCode.INTERRUPTED, "", "encoding was interrupted", e);
    }

    private static Thread thread(Runnable work) {
        Thread thread =
                new Thread(
                        () -> {
                            EngineThreads.use(1);
                            work.run();
                        },
                        "imago-encoder");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Waits for the images being encoded, drops those that wait, and stops the threads. Who waits
     * for a dropped one is told that it was interrupted.
     */
    @Override
    public void close() {
        threads.shutdownNow().forEach(dropped -> ((Future<?>) dropped).cancel(false));
        try {
            if (!threads.awaitTermination(CLOSE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the encoder does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
        contents.close();
    }
}
