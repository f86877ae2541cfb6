package dev.imago.plugins.tasks;

import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Words that say by {@code <image>} where images stand among them. */
final class ImageMarks {
    private static final String MARK = "<image>";

    private ImageMarks() {}

    /** How many marks there are in some words. */
    static int count(List<String> words) {
        return words.stream().mapToInt(text -> text.split(MARK, -1).length - 1).sum();
    }

    /** Refuses another number of marks than of images. */
    static void requireEqual(int marks, int images, String place) {
        if (marks != images) {
            throw new ImagoException(
                    ErrorCode.IMAGE_COUNT,
                    place,
                    "has " + marks + " " + MARK + " marks but " + images + " images");
        }
    }

    /** A user turn with the next image at each mark. */
    static Turn filled(String words, Iterator<Part> images) {
        List<Part> parts = new ArrayList<>();
        String[] texts = words.split(MARK, -1);
        for (int i = 0; i < texts.length; i++) {
            if (i > 0) {
                parts.add(images.next());
            }
            if (!texts[i].isEmpty()) {
                parts.add(new Part.Text(texts[i]));
            }
        }
        return new Turn(Role.USER, parts, false);
    }
}
