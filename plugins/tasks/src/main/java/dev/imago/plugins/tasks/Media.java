package dev.imago.plugins.tasks;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.ArrayList;
import java.util.List;

/** Turns that show something besides what they say. */
final class Media {
    private Media() {}

    /** A user turn that shows something before it says something. */
    static Turn before(List<Part> media, String separator, String words) {
        if (media.isEmpty()) {
            return Turn.user(words);
        }
        List<Part> parts = new ArrayList<>(media);
        parts.add(new Part.Text(separator + words));
        return new Turn(Role.USER, parts, false);
    }

    /** A user turn that says something before it shows something. */
    static Turn after(List<Part> media, String separator, String words) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(words + separator));
        parts.addAll(media);
        return new Turn(Role.USER, parts, false);
    }

    /** An assistant turn that draws, with words before the drawing unless they are empty. */
    static Turn drawing(String words, List<ImageSource> images) {
        List<Part> parts = new ArrayList<>();
        if (!words.isEmpty()) {
            parts.add(new Part.Text(words));
        }
        for (ImageSource image : images) {
            parts.add(new Part.Image(image));
        }
        return new Turn(Role.ASSISTANT, parts, true);
    }

    /** Whether a turn draws anything. */
    static boolean draws(Turn turn) {
        return turn.parts().stream().anyMatch(part -> !(part instanceof Part.Text));
    }

    /** How many pictures a turn draws. */
    static long drawn(Turn turn) {
        return turn.parts().stream().filter(Part.Image.class::isInstance).count();
    }

    /** Refuses a request that shows nothing. */
    static void requireSome(TaskRequest request, String task, String what) {
        if (request.media().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.USAGE, "task " + task, "got no image, expected " + what);
        }
    }
}
