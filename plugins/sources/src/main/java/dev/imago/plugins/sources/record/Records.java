package dev.imago.plugins.sources.record;

/** Records by index, in any order. Thread-safe. */
public interface Records {
    /** How many. */
    long size();

    /**
     * The record at an index.
     *
     * @throws dev.imago.api.error.ImagoException BAD_SAMPLE with its place when it can't be read
     */
    Record get(long index);

    /** The id at an index, also of a record that can't be read. */
    String id(long index);
}
