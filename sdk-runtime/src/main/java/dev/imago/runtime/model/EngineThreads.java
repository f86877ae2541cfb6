package dev.imago.runtime.model;

import ai.djl.pytorch.jni.JniUtils;

/** How many threads the engine uses for one operation, called from this thread. */
public final class EngineThreads {
    private EngineThreads() {}

    /** Sets the number for operations that the calling thread starts. */
    public static void use(int threads) {
        JniUtils.setNumThreads(threads);
    }
}
