package dev.imago.runtime.features;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.VisualInput;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Where a run keeps what it computes once for each picture. Thread-safe. */
public final class PictureCaches {
    private static final double GIGABYTE = 1e9;

    private final Path folder;
    private final long mostBytes;
    private final NDManager manager;
    private final int threads;
    private final Consumer<String> told;
    private final AtomicBoolean full = new AtomicBoolean();

    /**
     * @param folder of all caches of the run; exists
     * @param mostBytes of all of them; what comes then is computed each time
     * @param manager parent of the arrays of computing
     * @param threads how many pictures are computed side by side
     * @param told hears once that there is no more room
     */
    public PictureCaches(
            Path folder, long mostBytes, NDManager manager, int threads, Consumer<String> told) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.manager = manager;
        this.threads = threads;
        this.told = told;
    }

    /** A bound in bytes, of one in GB of 10^9 bytes. */
    public static long bytes(double gigabytes) {
        return (long) (gigabytes * GIGABYTE);
    }

    /** Parent of the arrays of computing. */
    public NDManager manager() {
        return manager;
    }

    int threads() {
        return threads;
    }

    ContentKeys contents() {
        return new ContentKeys(folder.resolve("contents.bin"));
    }

    FeatureFile file(String key, int numbers, Precision kept) {
        return new FeatureFile(folder.resolve(key), numbers, kept, mostBytes);
    }

    void tellFull() {
        if (full.compareAndSet(false, true)) {
            told.accept(
                    String.format(
                            Locale.ROOT,
                            "  %s holds the %.3g GB of runtime.kept_features_gb: of further"
                                    + " pictures, visual tokens are computed each time",
                            folder,
                            mostBytes / GIGABYTE));
        }
    }

    /**
     * A cache of numbers; the caller closes it.
     *
     * @param key names all that the results depend on besides the picture
     * @param numbers in each result
     * @param compute gives {@code [N, 1, numbers]}; called by several threads
     */
    public FeatureCache open(String key, int numbers, VisualInput compute) {
        return new FeatureCache(this, key, new FeatureShape(1, numbers), Precision.FP32, compute);
    }
}
