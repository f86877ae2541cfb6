package dev.imago.runtime.cli;

/** A verb of the command line: a picocli command, made for one call. */
interface Verb {
    /** The options that every verb has. */
    SharedOptions shared();

    /**
     * Does what was asked for.
     *
     * @return the exit code
     */
    int run(Console console);
}
