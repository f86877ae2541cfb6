package dev.imago.runtime.hub;

/** Hears how a download goes. Called on the thread that downloads. */
public interface HubListener {
    /** Hears nothing. */
    HubListener NONE = new HubListener() {};

    /**
     * A file begins.
     *
     * @param file its name within the model
     * @param bytes of it, unknown if negative
     */
    default void begins(String file, long bytes) {}

    /** So many bytes of the file are there. */
    default void has(long bytes) {}

    /** The file is whole, and what it should be. */
    default void ends() {}

    /** Something to know, such as that it waits and why. */
    default void told(String text) {}
}
