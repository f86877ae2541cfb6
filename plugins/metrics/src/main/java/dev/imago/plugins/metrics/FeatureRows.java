package dev.imago.plugins.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.evaluate.PictureFeatures;
import dev.imago.api.nn.Autograd;
import java.util.ArrayList;
import java.util.List;

/** One row of features for each picture, which are all that is kept of it. */
final class FeatureRows {
    private final PictureFeatures.Extractor extractor;
    private final NDManager manager;
    private final List<float[]> rows = new ArrayList<>();

    FeatureRows(PictureFeatures.Extractor extractor, NDManager manager) {
        this.extractor = extractor;
        this.manager = manager;
    }

    /** Adds the features of some pictures, averaged over their places. */
    void add(List<Picture> pictures) {
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            NDArray features = extractor.features(pictures, scope); // [N, P, D]
            int width = (int) features.getShape().get(2);
            float[] values = features.mean(new int[] {1}).toFloatArray();
            for (int i = 0; i < pictures.size(); i++) {
                float[] row = new float[width];
                System.arraycopy(values, i * width, row, 0, width);
                rows.add(checked(row));
            }
        }
    }

    float[][] all() {
        return rows.toArray(float[][]::new);
    }

    private static float[] checked(float[] row) {
        for (float value : row) {
            if (!Float.isFinite(value)) {
                throw new ImagoException(
                        ErrorCode.INVALID_VALUE,
                        "measure distribution",
                        "got features that are no numbers; is the encoder trained?");
            }
        }
        return row;
    }
}
