package dev.imago.runtime.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be typed in a chat besides messages. */
enum ChatCommand {
    /** Attaches a picture. */
    IMAGE("FILE", "send a picture along with the next message"),
    /** Saves the conversation. */
    SAVE("FILE", "save the conversation as JSON"),
    /** Starts anew. */
    RESET("", "forget the conversation"),
    /** Changes the seed. */
    SEED("N", "sample and render with another seed"),
    /** Lists these. */
    HELP("", "show this"),
    /** Ends. */
    QUIT("", "end the chat");

    private final String argument;
    private final String does;

    ChatCommand(String argument, String does) {
        this.argument = argument;
        this.does = does;
    }

    /** As typed. */
    String word() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChatCommand> of(String word) {
        return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ChatCommand::word).toList();
    }

    static boolean takesFile(String word) {
        return of(word).filter(command -> command.argument.equals("FILE")).isPresent();
    }

    /** What {@code /help} prints. */
    static String help() {
        StringBuilder text = new StringBuilder();
        for (ChatCommand command : values()) {
            String typed = command.word() + " " + command.argument;
            text.append(String.format(Locale.ROOT, "%-12s %s%n", typed, command.does));
        }
        return text.append("A line that ends in \\ goes on in the next. Ctrl-C stops an answer.")
                .toString();
    }
}
