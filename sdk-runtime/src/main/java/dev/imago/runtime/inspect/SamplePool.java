package dev.imago.runtime.inspect;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Threads that look at samples; results come in the samples' order, few are waiting. */
final class SamplePool implements AutoCloseable {
    private static final int CHUNK = 32;
    private static final int AHEAD = 4;

    private final SampleCheck check;
    private final int threads;
    private final ExecutorService pool;

    SamplePool(int threads, SampleCheck check) {
        this.check = check;
        this.threads = threads;
        this.pool =
                Executors.newFixedThreadPool(
                        threads,
                        work -> {
                            Thread thread = new Thread(work, "imago-data");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Looks at the first samples of a data set; the consumer is called on this thread. */
    void forEach(DataSet set, long size, Consumer<SampleFacts> consumer) {
        Deque<Future<List<SampleFacts>>> waiting = new ArrayDeque<>();
        for (long from = 0; from < size; from += CHUNK) {
            long first = from;
            long end = Math.min(size, from + CHUNK);
            waiting.add(pool.submit(() -> chunk(set, first, end)));
            if (waiting.size() > threads * AHEAD) {
                result(waiting.remove()).forEach(consumer);
            }
        }
        while (!waiting.isEmpty()) {
            result(waiting.remove()).forEach(consumer);
        }
    }

    private List<SampleFacts> chunk(DataSet set, long from, long end) {
        List<SampleFacts> facts = new ArrayList<>();
        for (long index = from; index < end; index++) {
            facts.add(check.of(set, index));
        }
        return facts;
    }

    private static List<SampleFacts> result(Future<List<SampleFacts>> chunk) {
        try {
            return chunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImagoException(ErrorCode.INTERRUPTED, "", "the check was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a sample could not be looked at: " + e.getCause(), e);
        }
    }

    /** Waits for what still runs: what it works with is closed next. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                // A sample takes long; nothing can be closed under it.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
