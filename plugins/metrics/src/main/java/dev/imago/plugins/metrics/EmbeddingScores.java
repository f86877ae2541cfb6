package dev.imago.plugins.metrics;

/**
 * How well pictures fit texts by the cosine of their embeddings, row by row; and how often a
 * picture's own text is among the nearest of all.
 *
 * @param cosine of each picture with its own text
 * @param ranks of each picture's own text among all texts; 0 is nearest
 */
public record EmbeddingScores(double[] cosine, int[] ranks) {
    /** The usual factor on clipped cosines of CLIPScore (Hessel et al. 2021). */
    public static final double CLIP_SCORE = 2.5;

    /**
     * @param pictures {@code [N][D]}
     * @param texts {@code [N][D]}; row i belongs to picture i
     */
    public static EmbeddingScores of(float[][] pictures, float[][] texts) {
        double[][] similarity = similarity(pictures, texts);
        double[] cosine = new double[pictures.length];
        int[] ranks = new int[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            cosine[i] = similarity[i][i];
            for (int j = 0; j < texts.length; j++) {
                ranks[i] += similarity[i][j] > cosine[i] ? 1 : 0;
            }
        }
        return new EmbeddingScores(cosine, ranks);
    }

    /** Cosines of all pictures with all texts, {@code [N][M]}. */
    public static double[][] similarity(float[][] pictures, float[][] texts) {
        double[][] left = normalised(pictures);
        double[][] right = normalised(texts);
        double[][] similarity = new double[left.length][right.length];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                double sum = 0;
                for (int d = 0; d < left[i].length; d++) {
                    sum += left[i][d] * right[j][d];
                }
                similarity[i][j] = sum;
            }
        }
        return similarity;
    }

    /** The mean cosine times a factor, where a pair below zero counts as zero. */
    public double clippedMean(double factor) {
        double sum = 0;
        for (double one : cosine) {
            sum += factor * Math.max(0, one);
        }
        return sum / cosine.length;
    }

    /** The share of pictures whose own text is among the k nearest. */
    public double retrieval(int k) {
        double found = 0;
        for (int rank : ranks) {
            found += rank < k ? 1 : 0;
        }
        return found / ranks.length;
    }

    private static double[][] normalised(float[][] rows) {
        double[][] normalised = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double squares = 0;
            for (float value : rows[i]) {
                squares += (double) value * value;
            }
            double norm = Math.max(Math.sqrt(squares), 1e-12);
            normalised[i] = new double[rows[i].length];
            for (int d = 0; d < rows[i].length; d++) {
                normalised[i][d] = rows[i][d] / norm;
            }
        }
        return normalised;
    }
}
