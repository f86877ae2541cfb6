package dev.imago.runtime.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Model;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.UnifiedForward;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a model computes for one fixed input: a row of ids and, where it sees, a picture. Legend: T
 * positions, V vocabulary, K visual tokens, D their width.
 *
 * @param values by what they are of
 */
record Fingerprint(Map<String, float[]> values) {
    /** Enough to reach every layer, few enough to be cheap at any size. */
    private static final int POSITIONS = 24;

    private static final long STEP = 7919;

    /** Runs a model whose weights are filled. */
    static Fingerprint of(LiveModel live, NDManager owner) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            Model model = live.model();
            NDArray hidden = hidden(live, scope);
            values.put("logits", floats(live, model.text().predict(hidden)));
            if (model.hasVision()) {
                NDArray tokens = model.visualTokens(pixels(live, scope));
                values.put("visual tokens", floats(live, tokens));
                NDArray slots = slots(scope, tokens);
                values.put("connected", floats(live, model.connector().connect(tokens, slots)));
                values.put("vision head", floats(live, model.vision().predict(hidden)));
            }
        }
        return new Fingerprint(values);
    }

    /** {@code [T, W]} after the final norm. */
    private static NDArray hidden(LiveModel live, NDManager scope) {
        Model model = live.model();
        long vocabulary = model.backbone().vocabulary();
        long[] ids = LongStream.range(0, POSITIONS).map(i -> i * STEP % vocabulary).toArray();
        NDArray row = scope.create(ids, new Shape(1, POSITIONS));
        NDArray positions = scope.arange(0, POSITIONS, 1, DataType.INT64).reshape(1, POSITIONS);
        NDArray hidden =
                UnifiedForward.layers(
                        model.backbone(),
                        model.backbone().embed(row),
                        new AttentionInput(positions, null, null));
        return model.backbone().norm(hidden.reshape(POSITIONS, model.backbone().width()));
    }

    /** {@code [1, 3, S, S]}: no two places alike, within what normalised pixels are. */
    private static NDArray pixels(LiveModel live, NDManager scope) {
        int side = live.model().encoder().preprocessing().size();
        NDArray places = scope.arange(0, 3 * side * side, 1, DataType.FLOAT32);
        NDArray wave = live.ops().scale(places, 0.37).sin();
        return live.ops().cast(wave.reshape(1, 3, side, side), live.precision());
    }

    private static NDArray slots(NDManager scope, NDArray tokens) {
        int count = (int) tokens.getShape().get(1);
        return scope.arange(0, count, 1, DataType.INT64).reshape(1, count);
    }

    private static float[] floats(LiveModel live, NDArray array) {
        return live.ops().cast(array, Precision.FP32).toFloatArray();
    }

    /**
     * The largest difference of what both have, relative to the largest value of each.
     *
     * @return what differs most, and by how much
     */
    Map.Entry<String, Double> difference(Fingerprint other) {
        Map.Entry<String, Double> most = Map.entry("logits", 0.0);
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            float[] theirs = other.values().get(entry.getKey());
            if (theirs == null) {
                continue;
            }
            double difference = difference(entry.getValue(), theirs);
            if (!(difference <= most.getValue())) {
                most = Map.entry(entry.getKey(), difference);
            }
        }
        return most;
    }

    private static double difference(float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(ours[i]));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        return largest == 0 ? difference : difference / largest;
    }
}
