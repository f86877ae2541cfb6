package dev.imago.runtime.parity;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.sequence.QuestionsFirst;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import java.util.Arrays;
import java.util.List;

/** Compares one recorded conversation: its text, ids and labels, and the prompt for its answer. */
final class FormatRowCheck {
    private final ParityCase recorded;
    private final Tokenizer tokenizer;
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
        this.tokenizer = tokenizer;
        this.splitter = splitter;
        // It drops what is said before the first question, but for the training of plain text.
        this.template = new QuestionsFirst(written);
        this.trained = RecordedTemplate.isPlain(recorded) ? written : template;
        int begin = splitter.added() ? 1 : 0;
        int limit = recorded.at("/model_max_length").asInt(Integer.MAX_VALUE) - begin;
        this.shown = builder(template, Integer.MAX_VALUE);
        this.sequences = builder(trained, Integer.MAX_VALUE);
        this.limited = builder(trained, limit);
    }

    /** Words may hold special tokens, as those of some recorded rows do. */
    private SequenceBuilder builder(ChatTemplate written, int limit) {
        return new SequenceBuilder(tokenizer, written, 1, limit).readingSpecialTokens();
    }

    void check(FormatRow row, Findings findings) {
        Conversation conversation = row.conversation();
        String text = text(template.render(conversation, false), row.marks());
        if (!row.emptyAnswers().isEmpty()) {
            unended(row, conversation, text, findings);
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

    /**
     * The ends of empty answers, which the reference leaves out, are left out of what is compared.
     */
    private void unended(FormatRow row, Conversation conversation, String text, Findings findings) {
        findings.deviates("empty_answer_unended");
        String begun = row.text("rendered");
        List<Turn> before = conversation.turns().subList(0, row.emptyAnswers().get(0));
        String open =
                text(template.render(new Conversation(row.name(), before), true), row.marks());
        findings.holds(
                row.name() + ", text before an empty answer",
                begun.startsWith(open.stripTrailing()),
                "begins otherwise");
        String shortened = LearnedText.withoutEnds(text, begun, row.emptyAnswers().size());
        equal(row.name() + ", text", shortened, begun, findings);
        long[] ids = splitter.ids(begun);
        for (String key : List.of("inference_ids", "input_ids")) {
            if (row.has(key)) {
                findings.exact(row.name() + ", " + key, ids, row.numbers(key));
            }
        }
        if (row.has("labels")) {
            FormatIds own = FormatIds.of(sequences.training(conversation), row.marks());
            if (!row.flag("all_labels_ignored")) {
                begunLabels(row, own, ids, findings);
            }
            answers(row, conversation, own, findings);
        }
        prompt(row, conversation, findings);
    }

    /** Labels as far as the ids are the same: an end may be one token with what is before it. */
    private void begunLabels(FormatRow row, FormatIds own, long[] ids, Findings findings) {
        long ignored = recorded.at("/ignore_index").asLong();
        int differs = Arrays.mismatch(splitter.begun(own.ids()), ids);
        long[] expected = row.numbers("labels");
        long[] labels = Arrays.copyOf(splitter.begun(own.labels(), ignored), expected.length);
        for (int t = Math.max(0, differs); differs >= 0 && t < expected.length; t++) {
            expected[t] = labels[t];
        }
        labels(row, labels, expected, findings);
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
            answers(row, said, own, findings);
        } else {
            long ignored = recorded.at("/ignore_index").asLong();
            labels(row, splitter.begun(labels, ignored), row.numbers("labels"), findings);
        }
    }

    /** Without labels to compare with: what is learned has to be the answers with their ends. */
    private void answers(FormatRow row, Conversation said, FormatIds own, Findings findings) {
        List<String> learned =
                LearnedText.stretches(own.labels()).stream()
                        .map(s -> LearnedText.of(own.labels(), s.from(), s.to(), tokenizer).strip())
                        .filter(answer -> !answer.isEmpty())
                        .toList();
        List<String> written = LearnedText.written(trained.render(said, false), row.marks());
        List<String> known =
                written.stream().map(String::strip).filter(answer -> !answer.isEmpty()).toList();
        findings.holds(
                row.name() + ", what is learned",
                learned.equals(known) && LearnedText.holdsAnswers(written, said),
                "is " + learned + ", expected " + known);
    }

    private void labels(FormatRow row, long[] labels, long[] expected, Findings findings) {
        String name = row.name() + ", labels";
        if (RecordedTemplate.countsAlone(recorded) && learnsBefore(row, labels, expected)) {
            findings.deviates("counted_alone");
            findings.exact(name + " of what is learned", labels, among(labels, expected));
        } else {
            findings.exact(name, labels, expected);
        }
    }

    /**
     * Whether all that differs is one token more that is learned right before what is, and that
     * begins before the answer does.
     */
    private boolean learnsBefore(FormatRow row, long[] labels, long[] expected) {
        List<LearnedText.Stretch> stretches = LearnedText.stretches(labels);
        List<String> written =
                LearnedText.written(trained.render(row.conversation(), false), row.marks());
        if (!LearnedText.holdsAnswers(written, row.conversation())) {
            return false;
        }
        boolean more = false;
        for (int t = 0; t < Math.min(labels.length, expected.length); t++) {
            if (labels[t] != expected[t]) {
                more = true;
                int after = t + 1;
                int number = 0;
                while (number < stretches.size() && stretches.get(number).from() != after) {
                    number++;
                }
                if (labels[t] != Sequence.IGNORE
                        || number == stretches.size()
                        || number >= written.size()
                        || inAnswer(expected, t, stretches.get(number), written.get(number))) {
                    return false;
                }
            }
        }
        return more;
    }

    /** Whether what is learned from a position on is what the answer begins with. */
    private boolean inAnswer(
            long[] expected, int from, LearnedText.Stretch stretch, String answer) {
        int to = Math.min(stretch.to(), expected.length);
        for (int t = from; t < to; t++) {
            if (expected[t] == Sequence.IGNORE) {
                return true;
            }
        }
        String learned = LearnedText.of(expected, from, to, tokenizer);
        int common = Math.min(learned.length(), answer.length());
        return learned.regionMatches(0, answer, 0, common);
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
        segments.forEach(segment -> text.append(LearnedText.of(segment, marks)));
        return text.toString();
    }
}
