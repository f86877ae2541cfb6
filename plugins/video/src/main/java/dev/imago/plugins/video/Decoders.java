package dev.imago.plugins.video;

import dev.imago.api.data.VideoFile;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Lends decoders, one thread each at a time. The few used last stay open where they are, so that
 * the next frame of a video is a short way; those are closed when nothing holds this any more.
 * Thread-safe.
 */
final class Decoders {
    private static final int MOST_IDLE = 4;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Idle idle = new Idle();

    Decoders() {
        CLEANER.register(this, idle::close);
    }

    <T> T with(VideoFile video, Function<Decoder, T> use) {
        Decoder decoder = idle.take(video);
        if (decoder == null) {
            decoder = Decoder.open(video);
        }
        boolean whole = false;
        try {
            T result = use.apply(decoder);
            whole = true;
            return result;
        } finally {
            // One that failed is in no state to go on from.
            if (whole) {
                idle.give(decoder);
            } else {
                decoder.close();
            }
        }
    }

    /** Open decoders that nobody uses, the one used last at the end. */
    private static final class Idle {
        private final Deque<Decoder> decoders = new ArrayDeque<>();

        synchronized Decoder take(VideoFile video) {
            for (Iterator<Decoder> all = decoders.iterator(); all.hasNext(); ) {
                Decoder decoder = all.next();
                if (decoder.video().equals(video)) {
                    all.remove();
                    return decoder;
                }
            }
            return null;
        }

        synchronized void give(Decoder decoder) {
            decoders.addLast(decoder);
            if (decoders.size() > MOST_IDLE) {
                decoders.removeFirst().close();
            }
        }

        synchronized void close() {
            decoders.forEach(Decoder::close);
            decoders.clear();
        }
    }
}
