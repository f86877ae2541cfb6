package dev.imago.runtime.cli;

import dev.imago.runtime.progress.PlainProgress;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.progress.TerminalProgress;

/** Bars where somebody watches, lines where somebody will read. */
final class ProgressChoice {
    private ProgressChoice() {}

    static Progress of(Console console) {
        return console.terminals().err()
                ? new TerminalProgress(console.err(), new TerminalWidth()::columns)
                : new PlainProgress(console.err());
    }
}
