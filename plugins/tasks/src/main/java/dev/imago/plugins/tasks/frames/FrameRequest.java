package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users ask for: {@code 2 seconds later} and {@code 3 frames before} become the phrasings of
 * these; no words ask for the next frame; all else is taken as it is.
 */
final class FrameRequest {
    private static final Pattern INTERVAL =
            Pattern.compile(
                    "(?:in )?(\\d+(?:\\.\\d+)?) ?(s|sec|secs|second|seconds|frame|frames)"
                            + "(?: (later|after|earlier|before|ago))?[.?]?");

    private FrameRequest() {}

    static Conversation of(TaskRequest request, FrameWords words) {
        if (request.media().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.USAGE,
                    "task predict_frames",
                    "got no image, expected one or more frames to go on from");
        }
        Turn asked = FrameTurns.asked(request.media(), asked(request, words));
        return Conversation.of(asked);
    }

    private static String asked(TaskRequest request, FrameWords words) {
        String prompt = request.prompt().strip();
        if (prompt.isEmpty()) {
            return frames(request) == 1 ? words.say("forward", "1 second") : words.say("next", "1");
        }
        return interval(prompt, words).orElse(prompt);
    }

    private static Optional<String> interval(String prompt, FrameWords words) {
        Matcher written = INTERVAL.matcher(prompt.toLowerCase(Locale.ROOT));
        if (!written.matches()) {
            return Optional.empty();
        }
        String unit = written.group(2).startsWith("s") ? "second" : "frame";
        String interval = FrameInterval.words(new BigDecimal(written.group(1)), unit);
        String direction = written.group(3) == null ? "later" : written.group(3);
        boolean later = direction.equals("later") || direction.equals("after");
        return Optional.of(words.say(later ? "forward" : "backward", interval));
    }

    private static int frames(TaskRequest request) {
        int frames = 0;
        for (Part part : request.media()) {
            frames += part instanceof Part.Video video ? video.frames().size() : 1;
        }
        return frames;
    }
}
