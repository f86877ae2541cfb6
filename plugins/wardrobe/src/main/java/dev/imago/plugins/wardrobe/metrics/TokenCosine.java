package dev.imago.plugins.wardrobe.metrics;

import java.util.List;

/** How alike drawn visual tokens and true ones are. */
final class TokenCosine {
    private TokenCosine() {}

    /**
     * The mean cosine between each drawing's tokens and those of the real picture so many captions
     * further on; drawings without tokens count 0.
     *
     * @param shift 0 compares with the caption's own picture
     */
    static double mean(List<Drawing> drawings, int shift) {
        double sum = 0;
        for (int i = 0; i < drawings.size(); i++) {
            float[][] truth = drawings.get((i + shift) % drawings.size()).tokens();
            sum += drawings.get(i).drawn().map(d -> cosine(d.tokens(), truth)).orElse(0.0);
        }
        return sum / drawings.size();
    }

    /** The mean cosine of the tokens of two pictures. */
    static double cosine(float[][] one, float[][] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += cosine(one[k], other[k]);
        }
        return sum / one.length;
    }

    /** The cosine of two tokens. */
    static double cosine(float[] one, float[] other) {
        return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
