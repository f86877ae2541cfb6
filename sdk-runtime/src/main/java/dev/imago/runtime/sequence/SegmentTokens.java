package dev.imago.runtime.sequence;

import dev.imago.api.data.ImageSource;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import dev.imago.api.text.SpecialTokens;
import dev.imago.api.text.TokenizedText;
import dev.imago.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rendered conversation as ids and labels, with one position an image. What stands between two
 * images, their marks included, is tokenised in one go: as a model's own library does it, and as a
 * later turn sees it. A token is learned when its first character is; one that begins before an
 * answer and reaches into it can't be asked of a model whose prompt ends where the answer begins.
 *
 * @param ids with {@link Sequence#VISUAL} for each image
 * @param labels as many
 * @param images in order
 */
record SegmentTokens(int[] ids, int[] labels, List<ImageSource> images) {
    static SegmentTokens of(List<Segment> segments, Tokenizer tokenizer) {
        Writer writer = new Writer(tokenizer);
        for (Segment segment : segments) {
            if (segment instanceof TextSegment words) {
                writer.text(words.text(), segment.learned());
            } else if (segment instanceof ImageSegment image) {
                writer.text(SpecialTokens.IMAGE_START, segment.learned());
                writer.image(image.image().source());
                writer.text(SpecialTokens.IMAGE_END, segment.learned());
            }
        }
        return writer.tokens();
    }

    /** Collects them. */
    private static final class Writer {
        private final Tokenizer tokenizer;
        private final IntStream.Builder ids = IntStream.builder();
        private final IntStream.Builder labels = IntStream.builder();
        private final List<ImageSource> images = new ArrayList<>();
        private final StringBuilder open = new StringBuilder();
        private final BitSet learned = new BitSet();

        Writer(Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        void text(String words, boolean isLearned) {
            int from = open.length();
            open.append(words);
            learned.set(from, open.length(), isLearned);
        }

        void image(ImageSource image) {
            close();
            ids.add(Sequence.VISUAL);
            labels.add(Sequence.IGNORE);
            images.add(image);
        }

        SegmentTokens tokens() {
            close();
            return new SegmentTokens(ids.build().toArray(), labels.build().toArray(), images);
        }

        private void close() {
            TokenizedText tokens = tokenizer.tokens(open.toString());
            for (int i = 0; i < tokens.ids().length; i++) {
                int id = tokens.ids()[i];
                ids.add(id);
                labels.add(learned.get(tokens.starts()[i]) ? id : Sequence.IGNORE);
            }
            open.setLength(0);
            learned.clear();
        }
    }
}
