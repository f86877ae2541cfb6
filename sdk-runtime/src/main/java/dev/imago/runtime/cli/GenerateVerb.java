package dev.imago.runtime.cli;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.generate.SteppedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago generate}: one request, one answer. */
@Command(
        name = "imago generate",
        sortOptions = false,
        description = {"Answers one request with text and drawn images.", ""},
        footer = {
            "",
            "Examples:",
            "  imago generate models/wardrobe \"Draw a red sneaker.\" --out drawings",
            "  imago generate models/wardrobe \"What is at the top left?\" --image photo.png",
            "  imago generate MODEL --task edit --image a.png \"make it green\" --strength 0.7",
            "  imago generate MODEL --task look_closer --image a.png \"What is at the top left?\"",
            "  imago generate MODEL --task video_qa --video clip.mp4 \"What moves?\"",
        })
final class GenerateVerb implements Verb {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "a model folder, a GGUF file, a recipe that was run, or hf://org/name")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PROMPT",
            description = "the request in words; - reads it from standard input")
    private String prompt;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "a picture to go with it; may be repeated")
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "a video to go with it, after the pictures; may be repeated")
    private List<Path> videos = new ArrayList<>();

    @Option(
            names = "--fps",
            paramLabel = "N",
            description = "frames to take of a video's second (${DEFAULT-VALUE})")
    private double fps = 1;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = {
                "phrase the request as this task was trained, such as edit;",
                "--json then also names the parts of the answer"
            })
    private String task;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = {
                "draw from the --image instead of from noise: 0 keeps nearly all",
                "of it, 1 nothing; for decoders that take steps"
            })
    private Double strength;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where drawn images go, as image-0.png and so on (${DEFAULT-VALUE})")
    private Path out = Path.of(".");

    @Mixin private SamplingOptions sampling;
    @Mixin private WeightOptions weights;
    @Mixin private SharedOptions shared;

    private final AnsweringModel.Opener opener;

    GenerateVerb() {
        this(AnsweringModel::open);
    }

    GenerateVerb(AnsweringModel.Opener opener) {
        this.opener = opener;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        sampling.options(GenerationOptions.DEFAULT); // wrong ones are told before a model opens
        RenderOptions.Start start = start();
        if (prompt == null && images.isEmpty() && videos.isEmpty()) {
            throw CommandLineRun.usage(
                    "imago generate",
                    "PROMPT is missing: say what to answer, or give an --image or a --video.");
        }
        if (!(fps > 0)) {
            throw CommandLineRun.usage("--fps", "is " + fps + ", expected more than 0.");
        }
        List<Part> media = new ArrayList<>();
        images.forEach(image -> media.add(ImageFileSource.part(image)));
        String words = "-".equals(prompt) ? read(console) : prompt == null ? "" : prompt;
        List<Path> plugins = shared.plugins(console);
        Path folder = ModelArgument.folder(model, plugins, console);
        AnswerPrinter printer =
                new AnswerPrinter(console, shared.json, new PictureNames(out, true));
        Map<String, Part> parsed = Map.of();
        try (AnsweringModel answering = opener.open(folder, weights.options(folder, plugins))) {
            GenerationOptions sampled = sampling.options(answering.defaults());
            GenerationOptions options = sampled.withRender(sampled.render().withStart(start));
            videos.forEach(video -> media.add(answering.video(video, fps)));
            TaskFormatter<?> formatter = task == null ? null : answering.task(task);
            Conversation asked = conversation(formatter, words, media);
            OtherScales scales = new OtherScales(printer);
            Conversation last = answer(answering, formatter, asked, options, scales);
            List<Path> more =
                    scales.write(
                            answering, options.render(), sampling.otherGuidance(), printer.files());
            printer.addFiles(more);
            if (formatter != null) {
                parsed = printer.named(formatter.parse(last, printer.answer()));
            }
        }
        tell(console, printer, parsed);
        return 0;
    }

    /** The picture to start from, read now, so that a mistake is told at once; null for noise. */
    private RenderOptions.Start start() {
        if (strength == null) {
            return null;
        }
        if (!(strength >= 0 && strength <= 1)) {
            throw CommandLineRun.usage("--strength", "is " + strength + ", expected 0 to 1.");
        }
        if (images.size() != 1) {
            throw CommandLineRun.usage(
                    "--strength",
                    "starts from one --image, but there are " + images.size() + " of them.");
        }
        Picture picture = ImageFileSource.part(images.get(0)).source().load();
        return new RenderOptions.Start(picture, strength);
    }

    /** What the last step answered. */
    private static Conversation answer(
            AnsweringModel model,
            TaskFormatter<?> task,
            Conversation asked,
            GenerationOptions options,
            Consumer<GenerationEvent> events) {
        if (task == null) {
            model.generate(asked, options, () -> false, events);
            return asked;
        }
        return SteppedAnswer.stream(
                task,
                asked,
                (step, heard) -> model.generate(step, options, () -> false, heard),
                events);
    }

    private static Conversation conversation(
            TaskFormatter<?> formatter, String words, List<Part> media) {
        if (formatter != null) {
            return formatter.request(new TaskRequest(words, media));
        }
        List<Part> parts = new ArrayList<>(media);
        if (!words.isEmpty()) {
            parts.add(new Part.Text(words));
        }
        return Conversation.of(Turn.user(parts.toArray(Part[]::new)));
    }

    private void tell(Console console, AnswerPrinter printer, Map<String, Part> parsed) {
        GenerationEvent.Finished finished = printer.finished();
        if (shared.json) {
            Map<String, Object> object = object(printer, finished);
            if (task != null) {
                object.put("parts", TurnObject.named(parsed));
            }
            console.out().println(JsonText.of(object));
        } else if (finished.reason() == GenerationEvent.Reason.LENGTH) {
            console.err().println("(ended by a limit; --max-new-tokens or --max-images raise it)");
        }
    }

    private Map<String, Object> object(AnswerPrinter printer, GenerationEvent.Finished finished) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model);
        object.put("text", finished.answer().text());
        object.put("images", printer.files().stream().map(Path::toString).toList());
        if (!printer.otherFiles().isEmpty()) {
            object.put(
                    "other_guidance", printer.otherFiles().stream().map(Path::toString).toList());
        }
        object.put("content", TurnObject.parts(printer.answer()));
        object.put("reason", finished.reason().name().toLowerCase(Locale.ROOT));
        GenerationEvent.Usage usage = finished.usage();
        Map<String, Object> used = new LinkedHashMap<>();
        used.put("prompt_positions", usage.promptPositions());
        used.put("text_tokens", usage.textTokens());
        used.put("visual_tokens", usage.visualTokens());
        used.put("prefill_seconds", usage.prefillSeconds());
        used.put("seconds", usage.seconds());
        object.put("usage", used);
        return object;
    }

    private static String read(Console console) {
        try {
            return new String(console.in().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read standard input", e);
        }
    }
}
