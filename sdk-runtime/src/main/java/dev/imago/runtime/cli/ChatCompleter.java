package dev.imago.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the commands of a chat, and files after those that take one. */
final class ChatCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String first = line.words().isEmpty() ? "" : line.words().get(0);
        if (line.wordIndex() == 0 && first.startsWith("/")) {
            for (ChatCommand command : ChatCommand.values()) {
                candidates.add(new Candidate(command.word()));
            }
        } else if (line.wordIndex() == 1 && ChatCommand.takesFile(first)) {
            files(line.word(), candidates);
        }
    }

    private static void files(String begun, List<Candidate> candidates) {
        String folder = begun.contains("/") ? begun.substring(0, begun.lastIndexOf('/') + 1) : "";
        try (Stream<Path> files = Files.list(Path.of(folder.isEmpty() ? "." : folder))) {
            files.sorted().limit(200).forEach(file -> candidates.add(candidate(folder, file)));
        } catch (IOException e) {
            // Nothing to complete in a folder that can't be listed.
            return;
        }
    }

    private static Candidate candidate(String folder, Path file) {
        boolean inside = Files.isDirectory(file);
        String name = folder + file.getFileName() + (inside ? "/" : "");
        return new Candidate(name, name, null, null, null, null, !inside);
    }
}
