package dev.imago.plugins.tasks.frames;

import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says things about the frames of one video in words. */
final class FrameWords {
    private final String description;
    private final BinaryOperator<String> sentences;

    /**
     * @param description of the video; empty when unknown
     * @param sentences from a section and what fills its place, a sentence; empty for none
     */
    FrameWords(String description, BinaryOperator<String> sentences) {
        this.description = description;
        this.sentences = sentences;
    }

    /**
     * @param what a section of the phrasings
     * @param fill what stands in its place to fill
     */
    String say(String what, String fill) {
        return sentences.apply(what, fill);
    }

    /** What is asked for, after what happens in the video. */
    String ask(String what, String fill) {
        return joined(described(), say(what, fill));
    }

    /** As above, with the interval between the frames that are shown. */
    String ask(String what, String fill, FrameRow shown) {
        String apart = shown.size() < 2 ? "" : say("apart", shown.interval().words());
        return joined(described(), apart, say(what, fill));
    }

    private String described() {
        return description.isBlank() ? "" : say("described", description);
    }

    private static String joined(String... sentences) {
        return Stream.of(sentences)
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
