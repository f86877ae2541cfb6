package dev.imago.plugins.tasks.template;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects segments. Texts that follow one another and are both learned, or both not, become one.
 */
final class SegmentWriter {
    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean openLearned;

    SegmentWriter text(String text, boolean learned) {
        if (learned != openLearned) {
            close();
            openLearned = learned;
        }
        open.append(text);
        return this;
    }

    /** As {@link #text}, set apart from words before it by a space. */
    SegmentWriter words(String text, boolean learned) {
        return text.isEmpty() ? this : text(goesOn() ? " " + text : text, learned);
    }

    private boolean goesOn() {
        int last = segments.size() - 1;
        return !open.isEmpty() || last >= 0 && segments.get(last) instanceof TextSegment;
    }

    SegmentWriter parts(List<Part> parts, boolean learned) {
        for (Part part : parts) {
            if (part instanceof Part.Text words) {
                text(words.text(), learned);
            } else if (part instanceof Part.Image image) {
                image(image, learned);
            } else if (part instanceof Part.Video video) {
                for (ImageSource frame : video.frames()) {
                    image(new Part.Image(frame), learned);
                }
            }
        }
        return this;
    }

    List<Segment> segments() {
        close();
        return List.copyOf(segments);
    }

    private void image(Part.Image image, boolean learned) {
        close();
        segments.add(new ImageSegment(image, learned));
    }

    private void close() {
        if (!open.isEmpty()) {
            segments.add(new TextSegment(open.toString(), openLearned));
            open.setLength(0);
        }
    }
}
