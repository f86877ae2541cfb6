package dev.imago.runtime.parity;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.sequence.QuestionsFirst;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import java.util.List;

/** Compares one recorded conversation: its text, ids and labels, and the prompt for its answer. */
final class FormatRowCheck {
    private final ParityCase recorded;
    private final RecordedSplitter splitter;
    private final ChatTemplate template;
    private final SequenceBuilder shown;
    private final ChatTemplate trained;
    private final SequenceBuilder sequences;
    private final SequenceBuilder limited;

    FormatRowCheck(
            ParityCase recorded,
            Tokenizer tokenizer,
            RecordedSplitter splitter,
            ChatTemplate written) {
        this.recorded = recorded;
        this.splitter = splitter;
        // It drops what is said before the first question, but for the training of plain text.
        this.template = new QuestionsFirst(written);
        this.trained = RecordedTemplate.isPlain(recorded) ? written : template;
        int begin = splitter.added() ? 1 : 0;
        int limit = recorded.at("/model_max_length").asInt(Integer.MAX_VALUE) - begin;
        this.shown = new SequenceBuilder(tokenizer, template, 1, Integer.MAX_VALUE);
        this.sequences = new SequenceBuilder(tokenizer, trained, 1, Integer.MAX_VALUE);
        this.limited = new SequenceBuilder(tokenizer, trained, 1, limit);
    }

    void check(FormatRow row, Findings findings) {
        Conversation conversation = row.conversation();
        String text = text(template.render(conversation, false), row.marks());
        if (row.hasEmptyAnswer()) {
            findings.deviates("empty_answer_unended");
            String begun = row.text("rendered");
            findings.holds(row.name() + ", text", text.startsWith(begun), "begins otherwise");
            return;
        }
        equal(row.name() + ", text", text, row.text("rendered"), findings);
        FormatIds inference = FormatIds.of(shown.training(conversation), row.marks());
        if (row.has("inference_ids")) {
            ids(row, "inference_ids", text, inference, findings);
        }
        training(row, findings);
        prompt(row, conversation, findings);
    }

    private void training(FormatRow row, Findings findings) {
        if (!row.has("labels")) {
            findings.deviates("no_labels");
            return;
        }
        Conversation said = row.conversation();
        String text = text(trained.render(said, false), row.marks());
        SequenceBuilder builder = row.flag("has_image") ? sequences : limited;
        FormatIds own = FormatIds.of(builder.training(said), row.marks());
        long[] labels = ids(row, "input_ids", text, own, findings).labels();
        if (row.flag("all_labels_ignored")) {
            findings.deviates("round_count");
            findings.holds(row.name() + ", labels", own.learned() > 0, "nothing is learned");
        } else {
            long ignored = recorded.at("/ignore_index").asLong();
            labels(row, splitter.begun(labels, ignored), row.numbers("labels"), findings);
        }
    }

    private static void labels(FormatRow row, long[] labels, long[] expected, Findings findings) {
        String name = row.name() + ", labels";
        if (learnsBefore(labels, expected)) {
            findings.deviates("counted_alone");
            findings.exact(name + " of what is learned", labels, among(labels, expected));
        } else {
            findings.exact(name, labels, expected);
        }
    }

    /** Whether all that differs is one token more that is learned right before what is. */
    private static boolean learnsBefore(long[] labels, long[] expected) {
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

    private void prompt(FormatRow row, Conversation conversation, Findings findings) {
        if (!row.has("answer_prompt")) {
            return;
        }
        List<Turn> turns = conversation.turns();
        Conversation open = new Conversation(conversation.id(), turns.subList(0, turns.size() - 1));
        String text = text(template.render(open, true), row.marks());
        equal(row.name() + ", prompt", text, row.text("answer_prompt"), findings);
        if (row.has("answer_prompt_ids")) {
            FormatIds own = FormatIds.of(shown.prompt(open), row.marks());
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
