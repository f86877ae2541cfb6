package dev.imago.plugins.sources.record;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.Sample;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A shape that records may have.
 *
 * @param type of its samples
 * @param sample of a record; empty when it has another shape
 * @param fields that a record without turns needs, of each set one
 */
record Shape<S extends Sample>(
        Class<S> type, Function<Row, Optional<S>> sample, List<Set<Field>> fields) {
    private static final Set<Field> QUESTION = EnumSet.of(Field.QUESTION);
    private static final Set<Field> ANSWER = EnumSet.of(Field.ANSWER);
    private static final Set<Field> IMAGE = EnumSet.of(Field.IMAGE);

    private static final List<Shape<?>> ALL =
            List.of(
                    new Shape<>(
                            Dialogue.class,
                            Row::dialogue,
                            List.of(
                                    EnumSet.of(Field.QUESTION, Field.INSTRUCTION),
                                    EnumSet.of(Field.ANSWER, Field.OUTPUT))),
                    new Shape<>(
                            VisualQuestion.class,
                            Row::question,
                            List.of(EnumSet.of(Field.IMAGE, Field.VIDEO), QUESTION, ANSWER)),
                    new Shape<>(
                            CaptionedImage.class,
                            Row::caption,
                            List.of(IMAGE, EnumSet.of(Field.CAPTION))),
                    new Shape<>(UnlabelledImage.class, Row::image, List.of(IMAGE)),
                    new Shape<>(
                            EditPair.class,
                            Row::edit,
                            List.of(
                                    EnumSet.of(Field.BEFORE, Field.INPUT),
                                    EnumSet.of(Field.AFTER, Field.OUTPUT),
                                    EnumSet.of(Field.INSTRUCTION))),
                    new Shape<>(
                            CloserLook.class,
                            Row::look,
                            List.of(IMAGE, EnumSet.of(Field.LOOK, Field.BOXES), QUESTION, ANSWER)),
                    new Shape<>(
                            FrameSequence.class, Row::frames, List.of(EnumSet.of(Field.VIDEO))));

    /** Why a record of turns has another shape: what they hold. */
    private static final long OTHER_TURNS = 1L << 32;

    /** Why a record that has all fields has another shape, such as two images for one. */
    private static final long OTHER_FORM = 1L << 33;

    /** The shape whose samples are of a type; empty where records never are. */
    @SuppressWarnings("unchecked") // the shape's own type is the one asked for
    static <S extends Sample> Optional<Shape<S>> of(Class<S> type) {
        return ALL.stream()
                .filter(shape -> shape.type() == type)
                .map(shape -> (Shape<S>) shape)
                .findFirst();
    }

    static String names() {
        return ALL.stream()
                .map(shape -> shape.type().getSimpleName())
                .collect(Collectors.joining(", "));
    }

    /**
     * What a record lacks that has not this shape, as a number that indexes keep: a bit for each of
     * the fields that are needed, or one of the two above.
     */
    long lacks(Record record) {
        if (record.has(Field.TURNS)) {
            return OTHER_TURNS;
        }
        long missing = 0;
        for (int i = 0; i < fields.size(); i++) {
            missing |= fields.get(i).stream().anyMatch(record::has) ? 0 : 1L << i;
        }
        return missing == 0 ? OTHER_FORM : missing;
    }

    /** The same in words. */
    String told(long lacks) {
        if (lacks == OTHER_TURNS) {
            return "with turns of another shape";
        }
        if (lacks == OTHER_FORM) {
            return "with fields of another shape";
        }
        return IntStream.range(0, fields.size())
                .filter(i -> (lacks & 1L << i) != 0)
                .mapToObj(i -> "no " + words(fields.get(i)))
                .collect(Collectors.joining(" and ", "with ", ""));
    }

    private static String words(Set<Field> fields) {
        return fields.stream().map(Field::word).collect(Collectors.joining(" or "));
    }
}
