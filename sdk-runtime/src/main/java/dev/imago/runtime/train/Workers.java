package dev.imago.runtime.train;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.train.Counts;
import dev.imago.api.train.ShardSource.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * One worker on the calling thread, or several, each on a thread of its own. Results come back in
 * the workers' order, so that sums don't depend on who was faster. A second thread that computes
 * with all processors would double OpenMP's threads, which then sleep and wake at each operation.
 *
 * @param <B> a shard of examples
 */
final class Workers<B> implements AutoCloseable {
    private final List<Worker<B>> workers;
    private final List<ExecutorService> threads = new ArrayList<>();

    Workers(List<Worker<B>> workers, Runnable onThreadStart) {
        this.workers = workers;
        if (workers.size() == 1) {
            onThreadStart.run();
            return;
        }
        for (int w = 0; w < workers.size(); w++) {
            threads.add(
                    Executors.newSingleThreadExecutor(named("imago-worker-" + w, onThreadStart)));
        }
    }

    /** Splits a step's shards over the workers in order and waits for all of them. */
    List<StepResult> run(List<Pending<B>> shards, Counts totals, long step) {
        long before = step * shards.size();
        if (threads.isEmpty()) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(null);
            }
            return List.of(workers.get(0).run(shards, totals, before));
        }
        int each = shards.size() / workers.size();
        List<Future<StepResult>> running = new ArrayList<>();
        for (int w = 0; w < workers.size(); w++) {
            Worker<B> worker = workers.get(w);
            List<Pending<B>> own = shards.subList(w * each, (w + 1) * each);
            long number = before + (long) w * each;
            running.add(threads.get(w).submit(() -> worker.run(own, totals, number)));
        }
        return all(running);
    }

    /** The results; where a worker failed, only when no other computes any more. */
    private static List<StepResult> all(List<Future<StepResult>> running) {
        List<StepResult> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<StepResult> worker : running) {
            try {
                results.add(await(worker));
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static StepResult await(Future<StepResult> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("a worker failed: " + e.getCause(), e);
        }
    }

    private static ImagoException interrupted(InterruptedException cause) {
        return new ImagoException(ErrorCode.INTERRUPTED, "", "training was interrupted", cause);
    }

    private static ThreadFactory named(String name, Runnable onStart) {
        return work -> {
            Thread thread =
                    new Thread(
                            () -> {
                                onStart.run();
                                work.run();
                            },
                            name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
        workers.forEach(Worker::close);
    }
}
