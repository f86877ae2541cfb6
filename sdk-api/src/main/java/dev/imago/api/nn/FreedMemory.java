package dev.imago.api.nn;

import com.sun.jna.NativeLibrary;

/** Native memory that was freed, but that the C library keeps for what may come. */
final class FreedMemory {
    private static final String TRIM = "malloc_trim";

    private FreedMemory() {}

    /**
     * Gives it back to the system, where the C library can: large arrays that come and go between
     * others that stay would else leave holes as large as they were.
     */
    static void giveBack() {
        try {
            NativeLibrary.getProcess().getFunction(TRIM).invokeInt(new Object[] {0L});
        } catch (LinkageError e) {
            return; // another C library, which keeps what it likes
        }
    }
}
