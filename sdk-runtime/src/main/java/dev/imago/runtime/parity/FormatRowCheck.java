package dev.imago.runtime.parity;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import java.util.Arrays;
import java.util.List;

/** Compares one recorded conversation: its text, ids and labels, and the prompt for its answer. */
final class FormatRowCheck {
    private final ParityCase recorded;
    private final RecordedSplitter splitter;
    private final ChatTemplate template;
    private final SequenceBuilder sequences;
    private final SequenceBuilder limited;

    FormatRowCheck(
            ParityCase recorded,
            Tokenizer tokenizer,
            RecordedSplitter splitter,
            ChatTemplate template) {
        this.recorded = recorded;
        this.splitter = splitter;
        this.template = template;
        this.sequences = new SequenceBuilder(tokenizer, template, 1, Integer.MAX_VALUE);
        int begin = splitter.added() ? 1 : 0;
        int limit = recorded.at("/model_max_length").asInt(Integer.MAX_VALUE) - begin;
        this.limited = new SequenceBuilder(tokenizer, template, 1, limit);
    }

    void check(FormatRow row, Findings findings) {
        Conversation conversation = row.fromQuestion();
        if (row.startsWithAnswer()) {
            findings.deviates("leading_answer_dropped");
        }
        String text = text(template.render(conversation, false), row.marks());
        if (row.hasEmptyAnswer()) {
            findings.deviates("empty_answer_unended");
            String begun = row.text("rendered");
            findings.holds(row.name() + ", text", text.startsWith(begun), "begins otherwise");
            return;
        }
        equal(row.name() + ", text", text, row.text("rendered"), findings);
        FormatIds inference = FormatIds.of(sequences.training(conversation), row.marks());
        if (row.has("inference_ids")) {
            ids(row, "inference_ids", text, inference, findings);
        }
        training(row, text, findings);
        prompt(row, conversation, findings);
    }

    private void training(FormatRow row, String text, Findings findings) {
        if (!row.has("labels")) {
            findings.deviates("no_labels");
            return;
        }
        boolean plain = RecordedTemplate.isPlain(recorded);
        // Its code for plain text drops no leading answer.
        Conversation said = plain ? row.whole() : row.fromQuestion();
        String written = plain ? text(template.render(said, false), row.marks()) : text;
        boolean shown = row.flag("has_image");
        FormatIds own = FormatIds.of((shown ? sequences : limited).training(said), row.marks());
        long[] labels = ids(row, "input_ids", written, own, findings).labels();
        long[] expected = row.numbers("labels");
        long[] begun = splitter.begun(labels, recorded.at("/ignore_index").asLong());
        if (row.flag("all_labels_ignored")) {
            findings.deviates("round_count");
            findings.holds(row.name() + ", labels", own.learned() > 0, "nothing is learned");
        } else {
            labels(row, plain, begun, expected, findings);
        }
    }

    private static void labels(
            FormatRow row, boolean plain, long[] labels, long[] expected, Findings findings) {
        String name = row.name() + ", labels";
        if (plain && row.startsWithAnswer()) {
            findings.holds(name, learned(labels) > 0, "nothing is learned");
        } else if (plain && !Arrays.equals(labels, expected)) {
            findings.deviates("plain_labels");
            findings.exact(name + " of answers", labels, among(labels, expected));
        } else if (learnsOfHeaders(labels, expected)) {
            findings.deviates("header_counted_alone");
            findings.exact(name + " of answers", labels, among(labels, expected));
        } else {
            findings.exact(name, labels, expected);
        }
    }

    /** Whether all that differs is a token more that is learned right before an answer. */
    private static boolean learnsOfHeaders(long[] labels, long[] expected) {
        boolean more = false;
        for (int t = 0; t < Math.min(labels.length, expected.length); t++) {
            if (labels[t] != expected[t]) {
                more = true;
                boolean before = t + 1 < labels.length && labels[t + 1] != Sequence.IGNORE;
                if (labels[t] != Sequence.IGNORE || !before) {
                    return false;
                }
            }
        }
        return more;
    }

    private static long learned(long[] labels) {
        return Arrays.stream(labels).filter(label -> label != Sequence.IGNORE).count();
    }

    private void prompt(FormatRow row, Conversation conversation, Findings findings) {
        if (!row.has("answer_prompt")) {
            return;
        }
        List<Turn> turns = conversation.turns();
        Conversation open = new Conversation(conversation.id(), turns.subList(0, turns.size() - 1));
        String text = text(template.render(open, true), row.marks());
        equal(row.name() + ", prompt", text, row.text("answer_prompt"), findings);
        if (row.has("answer_prompt_ids")) {
            FormatIds own = FormatIds.of(sequences.prompt(open), row.marks());
            ids(row, "answer_prompt_ids", text, own, findings);
        }
    }

    /** What is expected where something is learned. */
    private static long[] among(long[] labels, long[] expected) {
        long[] there = labels.clone();
        for (int t = 0; t < Math.min(there.length, expected.length); t++) {
            there[t] = labels[t] == Sequence.IGNORE ? Sequence.IGNORE : expected[t];
        }
        return there;
    }

    /** Compares ids, and gives what was compared. */
    private FormatIds ids(
            FormatRow row, String key, String text, FormatIds own, Findings findings) {
        FormatIds compared = own;
        if (splitter.eats(text)) {
            findings.deviates("splitter_eats_tokens");
            compared = own.withoutTokensBehindImages();
        }
        findings.exact(row.name() + ", " + key, splitter.begun(compared.ids()), row.numbers(key));
        return compared;
    }

    private static void equal(String name, String actual, String expected, Findings findings) {
        int at = 0;
        while (at < Math.min(actual.length(), expected.length())
                && actual.charAt(at) == expected.charAt(at)) {
            at++;
        }
        String rest = actual.substring(at, Math.min(actual.length(), at + 20));
        String wanted = expected.substring(at, Math.min(expected.length(), at + 20));
        findings.holds(
                name,
                actual.equals(expected),
                "at character " + at + " '" + rest + "' stands instead of '" + wanted + "'");
    }

    private static String text(List<Segment> segments, boolean marks) {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments) {
            text.append(
                    segment instanceof TextSegment words
                            ? words.text()
                            : marks ? "<image_start><image><image_end>" : "<image>");
        }
        return text.toString();
    }
}
