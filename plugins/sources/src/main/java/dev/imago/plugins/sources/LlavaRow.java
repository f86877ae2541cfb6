package dev.imago.plugins.sources;

import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.List;

/**
 * A row after parsing, its placeholders already replaced by its images.
 *
 * @param id as written, or made from the line
 * @param turns at least one
 */
record LlavaRow(String id, List<Turn> turns) {
    /** Copies the list. */
    LlavaRow {
        turns = List.copyOf(turns);
    }

    /** Whether user and assistant take turns, and all images are around the first question. */
    boolean isVisualQuestion() {
        for (int i = 0; i < turns.size(); i++) {
            boolean asks = i % 2 == 0;
            if (turns.get(i).role() != (asks ? Role.USER : Role.ASSISTANT)
                    || turns.get(i).text().isBlank()
                    || (i > 0 && !images(turns.get(i)).isEmpty())) {
                return false;
            }
        }
        return turns.size() >= 2 && turns.size() % 2 == 0 && framed(turns.get(0));
    }

    /** Whether it is one image with one text about it. */
    boolean isCaption() {
        return turns.size() == 2
                && turns.get(0).role() == Role.USER
                && turns.get(1).role() == Role.ASSISTANT
                && images(turns.get(0)).size() == 1
                && images(turns.get(1)).isEmpty()
                && !turns.get(1).text().isBlank();
    }

    /** The images of a turn. */
    static List<Part> images(Turn turn) {
        return turn.parts().stream().filter(part -> !(part instanceof Part.Text)).toList();
    }

    /** Whether a turn has images, and its words are all before or all after them. */
    private static boolean framed(Turn turn) {
        long stretches = 0;
        boolean words = false;
        for (Part part : turn.parts()) {
            boolean isText = part instanceof Part.Text text && !text.text().isBlank();
            stretches += isText && !words ? 1 : 0;
            words = isText || (words && part instanceof Part.Text);
        }
        return !images(turn).isEmpty() && stretches == 1;
    }
}
