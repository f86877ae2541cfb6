package dev.imago.runtime.inspect;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.data.KeyedPermutation;
import dev.imago.runtime.image.Squares;
import dev.imago.runtime.report.DataPreview;
import dev.imago.runtime.report.DataPreview.Piece;
import dev.imago.runtime.report.DataPreview.Sample;
import dev.imago.runtime.sequence.Fitted;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows samples as training would see them: tokens, labels, pictures after preprocessing. */
public final class PreviewBuilder {
    private final Tokenizer tokenizer;
    private final Squares squares;
    private final long seed;

    /**
     * @param preprocessing of the encoder
     * @param seed chooses samples
     */
    public PreviewBuilder(Tokenizer tokenizer, Preprocessing preprocessing, long seed) {
        this.tokenizer = tokenizer;
        this.squares = new Squares(preprocessing);
        this.seed = seed;
    }

    /** Some samples of each data set, or all of a small one. */
    public DataPreview preview(String recipe, List<DataSet> sets, int samples) {
        List<DataPreview.Set> shown = new ArrayList<>();
        for (DataSet set : sets) {
            KeyedPermutation order = new KeyedPermutation(set.size(), seed);
            List<Sample> some = new ArrayList<>();
            for (long i = 0; i < Math.min(samples, set.size()); i++) {
                some.add(sample(set, order.at(i)));
            }
            shown.add(
                    new DataPreview.Set(
                            set.name(), set.lane().task(), set.evaluation(), set.size(), some));
        }
        return new DataPreview(recipe, shown);
    }

    private Sample sample(DataSet set, long index) {
        String id = set.lane().samples().id(index);
        try {
            Fitted fitted = set.sequences().fitted(set.conversation(index));
            Sequence sequence = fitted.sequence();
            String figures =
                    String.format(
                            Locale.ROOT,
                            "%,d positions, %,d learned tokens, %d of %d images learned",
                            sequence.length(),
                            sequence.learnedTokens(),
                            sequence.learnedImages(),
                            sequence.spans().size());
            return new Sample(
                    id, figures, fitted.shortened() ? fitted.told() : "", pieces(sequence));
        } catch (ImagoException e) {
            if (e.problems().get(0).code().kind() != ErrorCode.Kind.DATA) {
                throw e;
            }
            return new Sample(id, "skipped", e.getMessage(), List.of());
        }
    }

    private List<Piece> pieces(Sequence sequence) {
        Map<Integer, ImageSpan> spans = new HashMap<>();
        sequence.spans().forEach(span -> spans.put(span.start(), span));
        List<Piece> pieces = new ArrayList<>();
        for (int t = 0; t < sequence.length(); t++) {
            ImageSpan span = spans.get(t);
            if (span != null) {
                int tokens = sequence.tokensPerImage();
                ImageSource image = span.image();
                List<Picture> views = squares.views(image.load());
                pieces.add(new DataPreview.Image(t, tokens, views, image.id(), span.learned()));
                t += tokens - 1;
                continue;
            }
            int token = sequence.ids()[t];
            String text = tokenizer.decode(new int[] {token}, true);
            boolean learned = t > 0 && sequence.labels()[t] != Sequence.IGNORE;
            pieces.add(new DataPreview.Token(t, token, text, learned));
        }
        return pieces;
    }
}
