package dev.imago.plugins.sources.record;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.Sample;
import dev.imago.api.data.VisualQuestion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A shape that records may have.
 *
 * @param type of its samples
 * @param sample of a record; empty when it has another shape
 */
record Shape<S extends Sample>(Class<S> type, Function<Row, Optional<S>> sample) {
    private static final List<Shape<?>> ALL =
            List.of(
                    new Shape<>(Dialogue.class, Row::dialogue),
                    new Shape<>(VisualQuestion.class, Row::question),
                    new Shape<>(CaptionedImage.class, Row::caption),
                    new Shape<>(EditPair.class, Row::edit),
                    new Shape<>(CloserLook.class, Row::look),
                    new Shape<>(FrameSequence.class, Row::frames));

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
}
