package dev.imago.runtime.report;

import dev.imago.api.data.Picture;
import java.util.List;

/**
 * Samples as a model sees them, for {@link PreviewPage}.
 *
 * @param recipe its name
 * @param sets of samples, in order
 */
public record DataPreview(String recipe, List<Set> sets) {
    /** Copies the list. */
    public DataPreview {
        sets = List.copyOf(sets);
    }

    /**
     * One data set.
     *
     * @param name as the recipe has it
     * @param task what its samples are for
     * @param evaluation whether it is evaluated on
     * @param size how many samples it has
     * @param samples some of them
     */
    public record Set(
            String name, String task, boolean evaluation, long size, List<Sample> samples) {
        /** Copies the list. */
        public Set {
            samples = List.copyOf(samples);
        }
    }

    /**
     * One sample.
     *
     * @param id of the sample
     * @param figures in words, e.g. its positions
     * @param problem why it can't be used, or what of it isn't; empty when all is well
     * @param pieces in order; empty when it can't be used
     */
    public record Sample(String id, String figures, String problem, List<Piece> pieces) {
        /** Copies the list. */
        public Sample {
            pieces = List.copyOf(pieces);
        }
    }

    /** A stretch of positions. */
    public sealed interface Piece {
        /** The first position. */
        int position();

        /** Whether it is learned. */
        boolean learned();
    }

    /** A token. */
    public record Token(int position, int id, String text, boolean learned) implements Piece {}

    /**
     * An image.
     *
     * @param tokens positions it takes
     * @param views what the encoder sees of it, after preprocessing: one picture, or the whole view
     *     and its tiles
     * @param name of the image
     */
    public record Image(int position, int tokens, List<Picture> views, String name, boolean learned)
            implements Piece {
        /** Copies the list. */
        public Image {
            views = List.copyOf(views);
        }
    }
}
