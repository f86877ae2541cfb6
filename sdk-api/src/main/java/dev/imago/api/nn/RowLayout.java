package dev.imago.api.nn;

import java.util.List;

/** Orders of the weights of a layer that serve a single row. */
enum RowLayout {
    /** Bfloat16 as oneDNN wants it. */
    JOINED("row_joined"),
    /** Halves as FBGEMM wants them, which takes one thread. */
    HALVES("row_halves"),
    /** 8 bits as FBGEMM wants them. */
    BYTES("row_bytes");

    private final String method;

    RowLayout(String method) {
        this.method = method;
    }

    /** Those that keep what weights of a format say. */
    static List<RowLayout> of(PackedWeight.Format format) {
        return format == PackedWeight.Format.PLAIN ? List.of(JOINED, HALVES) : List.of(BYTES);
    }

    /** The kernel that lays weights out so. */
    String method() {
        return method;
    }
}
