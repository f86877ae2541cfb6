package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** Turns that show or draw frames. */
final class FrameTurns {
    private FrameTurns() {}

    /** The user shows frames, then says something. */
    static Turn shown(FrameRow frames, String words) {
        return asked(List.of(frames.video()), words);
    }

    static Turn asked(List<Part> media, String words) {
        List<Part> parts = new ArrayList<>(media);
        if (!words.isEmpty()) {
            parts.add(new Part.Text("\n" + words));
        }
        return new Turn(Role.USER, parts, false);
    }

    /** The same with the words before the frames, where it is frames and then words. */
    static Turn framesLast(Turn turn) {
        List<Part> frames = new ArrayList<>(turn.parts());
        if (frames.size() < 2 || !(frames.remove(frames.size() - 1) instanceof Part.Text words)) {
            return turn;
        }
        if (frames.stream().anyMatch(Part.Text.class::isInstance)) {
            return turn;
        }
        frames.add(0, new Part.Text(words.text().strip() + "\n"));
        return new Turn(turn.role(), frames, turn.learned());
    }

    /** The assistant draws frames. */
    static Turn drawn(FrameRow frames) {
        List<Part> parts = new ArrayList<>();
        frames.frames().forEach(frame -> parts.add(new Part.Image(frame)));
        return new Turn(Role.ASSISTANT, parts, true);
    }
}
