package dev.imago.runtime.parity;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.sequence.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is learned of a conversation as text, one for each stretch without anything between. */
final class LearnedText {
    private static final String PLACEHOLDER = "<image>";

    private LearnedText() {}

    /**
     * A stretch of labels.
     *
     * @param from its first position
     * @param to after its last
     */
    record Stretch(int from, int to) {}

    /** The stretches that labels learn. */
    static List<Stretch> stretches(long[] labels) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int t = 0; t <= labels.length; t++) {
            if (t == labels.length || labels[t] == Sequence.IGNORE) {
                if (t > from) {
                    stretches.add(new Stretch(from, t));
                }
                from = t + 1;
            }
        }
        return stretches;
    }

    /** The text of some labels. */
    static String of(long[] labels, int from, int to, Tokenizer tokenizer) {
        StringBuilder text = new StringBuilder();
        int start = from;
        for (int t = from; t <= to; t++) {
            if (t == to || labels[t] == Sequence.VISUAL) {
                int[] ids = Arrays.stream(labels, start, t).mapToInt(Math::toIntExact).toArray();
                text.append(tokenizer.decode(ids, true)).append(t == to ? "" : PLACEHOLDER);
                start = t + 1;
            }
        }
        return text.toString();
    }

    /** A segment as text. */
    static String of(Segment segment, boolean marks) {
        if (segment instanceof TextSegment words) {
            return words.text();
        }
        return marks ? "<image_start>" + PLACEHOLDER + "<image_end>" : PLACEHOLDER;
    }

    /** What a template has a model learn, in the order written; images of answers are learned. */
    static List<String> written(List<Segment> segments, boolean marks) {
        List<String> written = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (Segment segment : segments) {
            if (segment.learned()) {
                open.append(of(segment, marks));
            } else if (segment instanceof ImageSegment || !of(segment, marks).isEmpty()) {
                add(open, written);
            }
        }
        add(open, written);
        return written;
    }

    /** Whether all words of the answers behind the first question are in what is written. */
    static boolean holdsAnswers(List<String> written, Conversation said) {
        String all = String.join("\n", written);
        int from = 0;
        boolean asked = false;
        for (Turn turn : said.turns()) {
            asked |= turn.role() == Role.USER;
            for (Part part : turn.parts()) {
                if (asked && turn.role() == Role.ASSISTANT && part instanceof Part.Text words) {
                    int at = all.indexOf(words.text().strip(), from);
                    if (at < 0) {
                        return false;
                    }
                    from = at + words.text().strip().length();
                }
            }
        }
        return true;
    }

    /**
     * A text without what it has more than another, wherever that stands, in so many equal parts:
     * equal to the other where it lacks these alone.
     */
    static String withoutEnds(String text, String other, int ends) {
        int more = Math.max(0, text.length() - other.length()) / ends;
        StringBuilder left = new StringBuilder(text);
        for (int i = 0; i < ends; i++) {
            int same = 0;
            while (same < Math.min(left.length(), other.length())
                    && left.charAt(same) == other.charAt(same)) {
                same++;
            }
            left.delete(same, Math.min(left.length(), same + more));
        }
        return left.toString();
    }

    private static void add(StringBuilder open, List<String> written) {
        if (open.length() > 0) {
            written.add(open.toString());
            open.setLength(0);
        }
    }
}
