package dev.imago.runtime.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Lines typed at a terminal, with editing, history and completion of commands. */
final class TerminalChatInput implements ChatInput {
    private final Terminal terminal;
    private final LineReader reader;

    TerminalChatInput(Map<String, String> environment) {
        try {
            terminal = TerminalBuilder.builder().system(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException("can't open the terminal", e);
        }
        // Quotes and backslashes are a chat's own business.
        DefaultParser parser = new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("imago")
                        .parser(parser)
                        .completer(new ChatCompleter())
                        .variable(LineReader.HISTORY_FILE, history(environment))
                        .variable(LineReader.HISTORY_SIZE, 1000)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
    }

    private static Path history(Map<String, String> environment) {
        String state = environment.get("XDG_STATE_HOME");
        Path folder =
                state == null
                        ? Path.of(System.getProperty("user.home"), ".local", "state", "imago")
                        : Path.of(state, "imago");
        try {
            return Files.createDirectories(folder).resolve("chat-history");
        } catch (IOException e) {
            return folder.resolve("chat-history"); // no history is no reason not to talk
        }
    }

    @Override
    public String read(String prompt) {
        while (true) {
            try {
                return reader.readLine(prompt);
            } catch (UserInterruptException e) {
                terminal.writer().println("(Ctrl-D or /quit ends the chat)");
                terminal.flush();
            } catch (EndOfFileException e) {
                return null;
            }
        }
    }

    @Override
    public Answering answering(Runnable stop) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> stop.run());
        return () -> terminal.handle(Terminal.Signal.INT, before);
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("can't give the terminal back", e);
        }
    }
}
