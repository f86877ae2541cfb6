package dev.imago.plugins.metrics;

import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;

/** Recorded figures of scipy and scikit-image: of features, of embeddings and of pictures. */
public final class MetricsFamily implements ParityFamily {
    private static final String FIRST = ".a";

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        if (recorded.hasTensor("image_embeddings")) {
            new RecordedEmbeddings(recorded).check(found);
        }
        if (recorded.hasTensor("a")) {
            new RecordedPictures(recorded).check(found);
        }
        for (String tensor : recorded.tensorsBelow("")) {
            if (tensor.endsWith(FIRST)) {
                String set = tensor.substring(0, tensor.length() - FIRST.length());
                new RecordedSets(recorded, set).check(found);
            }
        }
    }
}
