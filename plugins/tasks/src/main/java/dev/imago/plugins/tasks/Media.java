package dev.imago.plugins.tasks;

import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** User turns that show something before they say something. */
final class Media {
    private Media() {}

    static Turn before(List<Part> media, String separator, String words) {
        if (media.isEmpty()) {
            return Turn.user(words);
        }
        List<Part> parts = new ArrayList<>(media);
        parts.add(new Part.Text(separator + words));
        return new Turn(Role.USER, parts, false);
    }

    /** Whether a turn draws anything. */
    static boolean draws(Turn turn) {
        return turn.parts().stream().anyMatch(part -> !(part instanceof Part.Text));
    }
}
