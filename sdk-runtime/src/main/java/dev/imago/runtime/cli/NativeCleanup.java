package dev.imago.runtime.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The clean-up of native libraries when the process exits. The JVM exits by C's {@code exit}, also
 * after {@code Runtime.halt}, which destroys the global objects of all libraries although threads
 * in native code still run: those that compute then read freed memory, and a crash is reported in
 * the place of the exit code.
 */
final class NativeCleanup {
    private NativeCleanup() {}

    /**
     * Leaves it out: what the process holds goes back to the system anyway. Needs {@code on_exit}
     * of the GNU C library; elsewhere the process exits as it always does.
     */
    static void skip() {
        try {
            NativeLibrary process = NativeLibrary.getProcess();
            Function end = process.getFunction("_exit"); // takes the exit code, as those of on_exit
            // What is registered last is called first, before the destructors of any library.
            process.getFunction("on_exit").invokeInt(new Object[] {end, Pointer.NULL});
        } catch (LinkageError e) {
            return; // another C library, or JNA can't load its own
        }
    }
}
