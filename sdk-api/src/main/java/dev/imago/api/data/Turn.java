package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * What one side says.
 *
 * @param role who
 * @param parts in reading order
 * @param learned whether training predicts it; only sensible for assistant turns
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Turn(Role role, List<Part> parts, boolean learned) {
    /** Copies the list. */
    public Turn {
        parts = List.copyOf(parts);
    }

    /** A turn of the user. */
    public static Turn user(Part... parts) {
        return new Turn(Role.USER, List.of(parts), false);
    }

    /** A turn of the user in words. */
    public static Turn user(String text) {
        return user(new Part.Text(text));
    }

    /** A learned turn of the assistant. */
    public static Turn assistant(Part... parts) {
        return new Turn(Role.ASSISTANT, List.of(parts), true);
    }

    /** A learned turn of the assistant in words. */
    public static Turn assistant(String text) {
        return assistant(new Part.Text(text));
    }

    /** All words of the turn, joined by a space. */
    public String text() {
        StringBuilder joined = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                joined.append(joined.length() == 0 ? "" : " ").append(text.text());
            }
        }
        return joined.toString();
    }
}
