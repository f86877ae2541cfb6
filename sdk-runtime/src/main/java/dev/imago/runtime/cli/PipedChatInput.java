package dev.imago.runtime.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lines from a file or a pipe, without prompts. */
final class PipedChatInput implements ChatInput {
    private final BufferedReader lines;

    PipedChatInput(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public String read(String prompt) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read standard input", e);
        }
    }

    @Override
    public void close() {
        // Standard input is the process's.
    }
}
