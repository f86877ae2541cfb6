package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;

/** Reduction of patch features and the norm behind it. */
final class ReducerCheck {
    void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        int tokens = recorded.at("/num_image_tokens").asInt();
        if (tokens < 1) {
            findings.deviates("no_image_tokens");
            findings.holds(
                    "refuses " + tokens + " tokens",
                    refuses(() -> visual(recorded, bench, scope)),
                    "was accepted");
        } else if (recorded.has("/expected/error")) {
            findings.holds(
                    "refuses, as the reference raises " + recorded.text("/expected/error"),
                    refuses(() -> visual(recorded, bench, scope)),
                    "was accepted");
        } else {
            findings.tensor(
                    "expected",
                    visual(recorded, bench, scope),
                    recorded.tensor("expected"),
                    Tolerance.CONNECTOR);
        }
    }

    private static boolean refuses(Runnable action) {
        try {
            action.run();
            return false;
        } catch (ImagoException | InvalidValueException e) {
            return true;
        }
    }

    private static NDArray visual(ParityCase recorded, Bench bench, NDManager scope) {
        ReferenceNames names = new ReferenceNames(bench);
        NDArray features = recorded.tensor("features"); // [N, P, D]
        FeatureShape patches =
                new FeatureShape(
                        (int) features.getShape().get(1), (int) features.getShape().get(2));
        try (ParameterStore store = bench.store(scope)) {
            TokenReducer reducer =
                    bench.create(
                            names.reducer(
                                    recorded.text("/reduction"),
                                    recorded.at("/num_image_tokens").asInt()),
                            store.root(),
                            patches);
            FeatureShape visual = reducer.output(patches);
            FeatureNorm norm =
                    bench.create(
                            names.norm(
                                    recorded.at("/normalize").asBoolean(),
                                    recorded.at("/softmax").asBoolean(),
                                    recorded.at("/softmax_temperature").asDouble(0.07)),
                            store.root(),
                            visual);
            if (!store.parameters().isEmpty()) {
                store.load(
                        recorded.tensors(), LoadRules.EXACT.ignore("features").ignore("expected"));
            }
            return norm.normalise(reducer.reduce(features));
        }
    }
}
