package dev.imago.runtime.generate;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** Text and images of an answer, in the order they were written. */
final class AnswerParts {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private int images;

    void text(String more) {
        open.append(more);
    }

    /** Ends the text before an image, or the last. */
    void endText() {
        String said = open.toString().strip();
        if (!said.isEmpty()) {
            parts.add(new Part.Text(said));
        }
        open.setLength(0);
    }

    /**
     * An image.
     *
     * @param picture null where the model has no decoder; then it only counts
     */
    void image(Picture picture) {
        if (picture != null) {
            parts.add(new Part.Image(ImageSource.of("drawn-" + images, picture)));
        }
        images++;
    }

    /** Images so far. */
    int images() {
        return images;
    }

    Turn turn() {
        return new Turn(Role.ASSISTANT, parts, true);
    }
}
