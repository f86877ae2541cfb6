package dev.imago.runtime.jpeg;

/** Second bytes of the markers between segments. */
final class Marker {
    static final int TEMPORARY = 0x01;
    static final int PROGRESSIVE = 0xc2;
    static final int HUFFMAN_TABLES = 0xc4;
    static final int BEGIN = 0xd8;
    static final int END = 0xd9;
    static final int SCAN = 0xda;
    static final int QUANTISERS = 0xdb;
    static final int RESTART_INTERVAL = 0xdd;
    static final int JFIF = 0xe0;
    static final int EXIF = 0xe1;
    static final int ADOBE = 0xee;

    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    private static final int RESERVED = 0xc8;
    private static final int ARITHMETIC_CONDITIONS = 0xcc;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;

    private Marker() {}

    static boolean isRestart(int marker) {
        return marker >= FIRST_RESTART && marker <= LAST_RESTART;
    }

    /** Whether a picture header follows. */
    static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != RESERVED
                && marker != ARITHMETIC_CONDITIONS;
    }
}
