package dev.imago.plugins.sources.rows;

/** How rows follow each other in a file. */
public enum RowLayout {
    /** JSON lines, or one JSON array; the first byte tells. */
    JSON,
    /** Comma-separated values; a line feed within quotes ends no row. */
    CSV
}
