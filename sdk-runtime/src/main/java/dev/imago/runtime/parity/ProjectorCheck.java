package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Autograd;
import dev.imago.runtime.weights.ParameterStore;

/** Connectors: output, and gradients of {@code sum(output · upstream)}. */
final class ProjectorCheck {
    void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        NDArray x = recorded.tensor("x"); // [N, K, D]
        x.setRequiresGradient(true);
        try (ParameterStore store = bench.store(scope)) {
            Connector connector =
                    bench.create(
                            new ReferenceNames(bench)
                                    .connector(recorded.text("/mm_projector_type")),
                            store.root().at("mm_projector"),
                            new Widths(
                                    recorded.at("/mm_hidden_size").asInt(),
                                    recorded.at("/hidden_size").asInt()),
                            new FeatureShape((int) x.getShape().get(1), (int) x.getShape().get(2)));
            CaseWeights.load(store, recorded);
            try (Autograd.Scope on = Autograd.on()) {
                NDArray slots = scope.zeros(x.getShape().slice(0, 2), DataType.INT64);
                NDArray output = connector.connect(x, slots);
                findings.tensor(
                        "expected", output, recorded.tensor("expected"), Tolerance.CONNECTOR);
                Autograd.backward(output, recorded.tensor("upstream"));
            }
            CaseWeights.compareGradients(store, x, recorded, scope, findings);
        }
    }
}
