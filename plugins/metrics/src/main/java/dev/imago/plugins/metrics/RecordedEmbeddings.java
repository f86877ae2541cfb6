package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.RecordedCase;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recorded embeddings of pictures and texts with their scores. */
final class RecordedEmbeddings {
    private static final double RELATIVE = 1e-6;
    private static final Pattern EACH =
            Pattern.compile("mean_of_([\\d.]+)_times_cosine_clipped_per_pair");
    private static final Pattern ONCE = Pattern.compile("([\\d.]+)_times_mean_cosine_clipped_once");
    private static final Pattern TOP = Pattern.compile("retrieval_top(\\d+)");

    private final RecordedCase recorded;
    private final EmbeddingScores scores;

    RecordedEmbeddings(RecordedCase recorded) {
        this.recorded = recorded;
        this.scores = EmbeddingScores.of(rows("image_embeddings"), rows("text_embeddings"));
    }

    void check(Comparisons found) {
        if (recorded.hasTensor("similarity")) {
            NDArray expected = recorded.tensor("similarity");
            double[] own =
                    Arrays.stream(
                                    EmbeddingScores.similarity(
                                            rows("image_embeddings"), rows("text_embeddings")))
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
            Shape shape = expected.getShape();
            NDArray actual = recorded.scope().create(own).reshape(shape);
            found.tensor("similarity", actual, expected, 0, RELATIVE);
        }
        for (var entry : recorded.at("/expected").properties()) {
            check(entry.getKey(), entry.getValue(), found);
        }
    }

    private void check(String name, JsonNode expected, Comparisons found) {
        double[] cosine = scores.cosine();
        Matcher each = EACH.matcher(name);
        Matcher once = ONCE.matcher(name);
        Matcher top = TOP.matcher(name);
        if (name.equals("cosine")) {
            for (int i = 0; i < expected.size(); i++) {
                double number = expected.get(i).asDouble();
                found.number("cosine[" + i + "]", cosine[i], number, 0, RELATIVE);
            }
        } else if (name.equals("pairs_below_zero")) {
            long below = Arrays.stream(cosine).filter(one -> one < 0).count();
            found.exact(name, new long[] {below}, new long[] {expected.asLong()});
        } else if (each.matches()) {
            double score = scores.clippedMean(Double.parseDouble(each.group(1)));
            found.number(name, score, expected.asDouble(), 0, RELATIVE);
        } else if (once.matches()) {
            double mean = Arrays.stream(cosine).average().orElseThrow();
            double score = Math.max(0, Double.parseDouble(once.group(1)) * mean);
            found.number(name, score, expected.asDouble(), 0, RELATIVE);
        } else if (top.matches()) {
            double share = scores.retrieval(Integer.parseInt(top.group(1)));
            found.number(name, share, expected.asDouble(), 0, RELATIVE);
        } else {
            found.holds(name, false, "is a figure that no measure here has");
        }
    }

    private float[][] rows(String tensor) {
        return RecordedSets.rows(recorded.tensor(tensor));
    }
}
