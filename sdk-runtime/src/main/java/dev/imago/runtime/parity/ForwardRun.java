package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.runtime.model.UnifiedForward;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.train.VpitObjective;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Runs the forward of a recorded batch. Legend: B rows, T positions, N pictures, K tokens a
 * picture, D their width, W width of the backbone.
 */
final class ForwardRun {
    private static final String PIXELS = "images";
    private static final String EMBEDS = "image_embeds";

    private final ParityCase recorded;
    private final RecordedModel model;
    private final boolean padLeft;
    private final int pictures;
    private final RecordedSequences sequences;

    ForwardRun(ParityCase recorded, RecordedModel model) {
        this.recorded = recorded;
        this.model = model;
        padLeft = recorded.at("/tokenizer_padding_side").asText("right").equals("left");
        pictures = pictures(recorded);
        sequences = RecordedSequences.of(recorded, model, pictures);
    }

    /** How many pictures a case brings. */
    static int pictures(ParityCase recorded) {
        for (String name : new String[] {PIXELS, EMBEDS}) {
            if (recorded.hasTensor(name)) {
                return (int) recorded.tensor(name).getShape().get(0);
            }
        }
        return 0;
    }

    RecordedSequences sequences() {
        return sequences;
    }

    int pictures() {
        return pictures;
    }

    /** {@code [N, K, D]} of all pictures, read or encoded; null without pictures. */
    static NDArray features(ParityCase recorded, Model model, NDManager scope) {
        if (recorded.hasTensor(EMBEDS)) {
            return recorded.tensor(EMBEDS);
        }
        if (!recorded.hasTensor(PIXELS)) {
            return null;
        }
        NDArray pixels = recorded.tensor(PIXELS);
        pixels.attach(scope);
        return model.visualTokens(pixels);
    }

    /** The batch over these features; targets carry no gradient. */
    private Batch batch(NDArray features, NDManager scope) {
        NDArray own = null;
        if (features != null && sequences.pictures().length > 0) {
            long[] order = sequences.pictures();
            own = model.live().ops().gatherRows(features, scope.create(order));
            own.attach(scope);
        }
        NDArray targets = own == null ? null : Autograd.leaf(own, false);
        return new BatchBuilder(padLeft).build(sequences.all(), own, targets, scope);
    }

    /** The loss of the batch, as training computes it. */
    Loss loss(boolean withoutVision, NDManager scope) {
        Batch batch = batch(features(recorded, model.live().model(), scope), scope);
        if (withoutVision) {
            batch = textOnly(batch);
        }
        long tokens = model.live().model().visual().tokens();
        Counts counts =
                new Counts(
                        Map.of(
                                VpitObjective.TEXT,
                                (long) sequences.learnedTokens(),
                                VpitObjective.VISION,
                                sequences.learnedImages() * tokens));
        return new VpitObjective(model.live()).loss(batch, counts, scope);
    }

    private static Batch textOnly(Batch batch) {
        return new Batch(
                batch.ids(),
                batch.positions(),
                batch.mask(),
                batch.segments(),
                batch.visualRows(),
                batch.slots(),
                batch.features(),
                batch.textRows(),
                batch.textTargets(),
                null,
                null);
    }

    void compareStates(boolean targets, NDManager scope, Findings findings) {
        new SequenceCheck(recorded, sequences, padLeft).compare(findings);
        NDArray features = features(recorded, model.live().model(), scope);
        Batch batch = batch(features, scope);
        if (features != null) {
            compareFeatures(features, targets ? batch : null, scope, findings);
        }
        UnifiedForward forward = new UnifiedForward(model.live());
        NDArray rows = scope.create(rows());
        long width = model.live().model().backbone().width();
        compareRows(
                "expected_inputs_embeds", forward.embed(batch).reshape(-1, width), rows, findings);
        NDArray normed = model.live().model().backbone().norm(forward.hidden(batch));
        compareRows("expected_hidden_last", normed, rows, findings);
        if (recorded.hasTensor("expected_logits")) {
            compareRows(
                    "expected_logits", model.live().model().text().predict(normed), rows, findings);
        }
    }

    private void compareFeatures(
            NDArray features, Batch batch, NDManager scope, Findings findings) {
        Shape shape = features.getShape();
        compare("expected_vision_features", features, findings);
        if (recorded.hasTensor("expected_projected_features")) {
            int tokens = (int) shape.get(1);
            long[] slots =
                    LongStream.range(0, shape.get(0) * tokens).map(i -> i % tokens).toArray();
            NDArray projected =
                    model.live()
                            .model()
                            .connector()
                            .connect(features.reshape(-1, shape.get(2)), scope.create(slots));
            long width = projected.getShape().get(1);
            compare("expected_projected_features", projected.reshape(-1, tokens, width), findings);
        }
        if (batch != null && batch.visionTargets() != null) {
            compare(
                    "expected_target_features",
                    batch.visionTargets().reshape(-1, shape.get(1), shape.get(2)),
                    findings);
        }
    }

    private void compare(String name, NDArray actual, Findings findings) {
        if (recorded.hasTensor(name)) {
            findings.tensor(name, actual, recorded.tensor(name), Tolerance.FEATURES);
        }
    }

    /** Compares positions that are no padding. */
    private void compareRows(String name, NDArray actual, NDArray rows, Findings findings) {
        if (recorded.hasTensor(name)) {
            NDArray expected = recorded.tensor(name);
            expected = expected.reshape(-1, expected.getShape().get(2));
            if (!actual.getShape().equals(expected.getShape())) {
                findings.tensor(name, actual, expected, Tolerance.HIDDEN);
                return;
            }
            findings.tensor(
                    name,
                    model.live().ops().gatherRows(actual, rows),
                    model.live().ops().gatherRows(expected, rows),
                    Tolerance.HIDDEN);
        }
    }

    /** {@code b·T + t} of all positions that are no padding. */
    private long[] rows() {
        LongStream.Builder rows = LongStream.builder();
        int width = sequences.width();
        for (int b = 0; b < sequences.all().size(); b++) {
            Sequence sequence = sequences.all().get(b);
            long start = (long) b * width + (padLeft ? width - sequence.length() : 0);
            for (int t = 0; t < sequence.length(); t++) {
                rows.add(start + t);
            }
        }
        return rows.build().toArray();
    }
}
