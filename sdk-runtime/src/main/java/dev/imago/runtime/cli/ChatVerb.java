package dev.imago.runtime.cli;

import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.runtime.plugin.NearestName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago chat}: a conversation at the terminal, or from a pipe. */
@Command(
        name = "imago chat",
        sortOptions = false,
        description = {
            "Talks with a model. Drawn images are saved, and shown where the terminal has colours."
                    + " Type /help for more; lines may also come from a pipe.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago chat models/wardrobe",
            "  echo \"Draw a blue bag.\" | imago chat models/wardrobe --json"
        })
final class ChatVerb implements Verb {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "a model folder, a GGUF file, a recipe that was run, or hf://org/name")
    private String model;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where drawn images go; files there are kept (${DEFAULT-VALUE})")
    private Path out = Path.of(".");

    @Mixin private SamplingOptions sampling;
    @Mixin private WeightOptions weights;
    @Mixin private SharedOptions shared;

    private final AnsweringModel.Opener opener;

    ChatVerb() {
        this(AnsweringModel::open);
    }

    ChatVerb(AnsweringModel.Opener opener) {
        this.opener = opener;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        sampling.options(GenerationOptions.DEFAULT); // wrong ones are told before a model opens
        if (!sampling.otherGuidance().isEmpty()) {
            throw CommandLineRun.usage("--guidance", "takes one scale in a chat.");
        }
        List<Path> plugins = shared.plugins(console);
        Path folder = ModelArgument.folder(model, plugins, console);
        try (AnsweringModel answering = opener.open(folder, weights.options(folder, plugins));
                ChatInput input = input(console)) {
            GenerationOptions options = sampling.options(answering.defaults());
            Chat chat = new Chat(answering, console, options, new PictureNames(out, false));
            if (console.terminals().in() && !shared.json) {
                console.out().println("Talk with " + folder + ". /help tells more, /quit ends.");
            }
            int code = talk(chat, input, console);
            if (shared.json) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("model", model);
                object.put("messages", chat.messages());
                console.out().println(JsonText.of(object));
            }
            return console.terminals().in() ? 0 : code;
        }
    }

    private static ChatInput input(Console console) {
        boolean typed = console.terminals().in() && console.terminals().out();
        return typed
                ? new TerminalChatInput(console.environment())
                : new PipedChatInput(console.in());
    }

    /** The exit code of the first problem; who types has seen it, a script has not. */
    private int talk(Chat chat, ChatInput input, Console console) {
        int code = 0;
        for (String line = message(input); line != null; line = message(input)) {
            try {
                if (line.startsWith("/")) {
                    if (!obey(line, chat, console)) {
                        return code;
                    }
                } else if (!line.isBlank()) {
                    chat.say(line.strip(), input, shared.json);
                }
            } catch (ImagoException e) {
                console.err().println(e.getMessage()); // the chat goes on
                code = code == 0 ? e.exitCode() : code;
            }
        }
        return code;
    }

    /** A line, with those that it goes on in. */
    private static String message(ChatInput input) {
        String line = input.read("> ");
        while (line != null && line.endsWith("\\")) {
            String more = input.read("… ");
            line = line.substring(0, line.length() - 1) + (more == null ? "" : "\n" + more);
        }
        return line;
    }

    /** Whether the chat goes on. */
    private boolean obey(String line, Chat chat, Console console) {
        String word = line.strip().split("\\s+", 2)[0];
        String argument = line.strip().substring(word.length()).strip();
        Optional<ChatCommand> command = ChatCommand.of(word);
        if (command.isEmpty()) {
            String near = NearestName.question(word, ChatCommand.words());
            throw CommandLineRun.usage(
                    word, "no such command. " + (near.isEmpty() ? "/help lists them." : near));
        }
        switch (command.get()) {
            case IMAGE -> chat.attach(Path.of(needed(word, argument)));
            case SAVE -> chat.save(Path.of(needed(word, argument)));
            case RESET -> chat.reset();
            case SEED -> chat.seed(number(word, argument));
            case HELP -> console.err().println(ChatCommand.help());
            case QUIT -> {
                return false;
            }
        }
        return true;
    }

    private static String needed(String word, String argument) {
        if (argument.isEmpty()) {
            throw CommandLineRun.usage(word, "expected a file after it.");
        }
        return argument;
    }

    private static long number(String word, String argument) {
        try {
            return Long.parseLong(argument);
        } catch (NumberFormatException e) {
            throw CommandLineRun.usage(word, "expected a whole number after it.");
        }
    }
}
