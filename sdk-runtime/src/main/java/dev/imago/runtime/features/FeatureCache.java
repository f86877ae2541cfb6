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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Visual tokens of a frozen encoder, computed once for each image id and then read from disk.
 *
 * <p>Each image is encoded alone, by one engine thread: so its tokens have the same bits whatever
 * was asked for with it, by whom and in which order, and a resumed run sees what the interrupted
 * one saw. Several images are encoded side by side. Thread-safe.
 */
public final class FeatureCache implements VisualInput, AutoCloseable {
    private static final int WINDOW = 64;
    private static final int CLOSE_MINUTES = 10;

    private final FeatureFile file;
    private final FeatureShape shape;
    private final VisualInput encoder;
    private final NDManager manager;
    private final ExecutorService threads;
    private final Map<String, Future<float[]>> running = new ConcurrentHashMap<>();

    /**
     * @param folder where tokens are kept, of this encoder alone (see {@link FeatureKey})
     * @param shape K and D
     * @param kept the precision on disk: FP32 or BF16
     * @param encoder computes what is not there yet; called by several threads
     * @param manager parent of the arrays of encoding; stays open until after {@link #close}
     * @param threads how many images are encoded side by side
     */
    public FeatureCache(
            Path folder,
            FeatureShape shape,
            Precision kept,
            VisualInput encoder,
            NDManager manager,
            int threads) {
        this.file = new FeatureFile(folder, shape.tokens() * shape.width(), kept);
        this.shape = shape;
        this.encoder = encoder;
        this.manager = manager;
        this.threads = Executors.newFixedThreadPool(threads, FeatureCache::thread);
    }

    /** Decodes only what is not there. */
    @Override
    public void check(List<ImageSource> images) {
        images.stream().filter(image -> !file.has(image.id())).forEach(ImageSource::load);
    }

    @Override
    public NDArray visualTokens(List<ImageSource> images, NDManager owner) {
        List<Callable<float[]>> parts = new ArrayList<>();
        for (ImageSource image : images) {
            float[] known = file.find(image.id());
            Future<float[]> part = known == null ? start(image) : null;
            parts.add(part == null ? () -> known : part::get);
        }
        int one = shape.tokens() * shape.width();
        float[] all = new float[images.size() * one];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(await(parts.get(i)), 0, all, i * one, one);
        }
        return owner.create(all, new Shape(images.size(), shape.tokens(), shape.width()));
    }

    /**
     * Computes what is not there yet, a window of images at a time.
     *
     * @return how many images could not be encoded; they are told when they are asked for
     */
    public long fill(Iterator<ImageSource> images) {
        long failed = 0;
        List<Future<float[]>> window = new ArrayList<>();
        while (images.hasNext()) {
            ImageSource image = images.next();
            if (!file.has(image.id())) {
                window.add(start(image));
            }
            if (window.size() == WINDOW || !images.hasNext()) {
                failed += window.stream().filter(part -> !succeeds(part)).count();
                window.clear();
            }
        }
        return failed;
    }

    /** How many images are there. */
    public int size() {
        return file.size();
    }

    private Future<float[]> start(ImageSource image) {
        return running.computeIfAbsent(
                image.id(),
                id -> {
                    FutureTask<float[]> task = new FutureTask<>(() -> encode(image));
                    threads.execute(task);
                    return task;
                });
    }

    private float[] encode(ImageSource image) {
        try (NDManager scope = manager.newSubManager()) {
            float[] known = file.find(image.id());
            if (known != null) {
                return known;
            }
            file.put(image.id(), encoder.visualTokens(List.of(image), scope).toFloatArray());
            // Read back, so that the first use has the same rounding as all later ones.
            return file.find(image.id());
        } finally {
            running.remove(image.id());
        }
    }

    private static boolean succeeds(Future<float[]> part) {
        try {
            await(part::get);
            return true;
        } catch (ImagoException e) {
            if (e.problems().get(0).code().kind() != ErrorCode.Kind.DATA) {
                throw e;
            }
            return false;
        }
    }

    private static float[] await(Callable<float[]> part) {
        try {
            return part.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImagoException(ErrorCode.INTERRUPTED, "", "encoding was interrupted", e);
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

    /** Waits for the images being encoded, drops those that wait, and stops the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the encoder does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
