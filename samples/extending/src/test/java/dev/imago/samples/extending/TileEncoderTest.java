package dev.imago.samples.extending;

import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Encoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.EncoderContract;
import dev.imago.runtime.weights.ParameterStore;

// region contract
class TileEncoderTest extends EncoderContract {
    @Override
    protected Encoder encoder(NDManager manager) {
        ParameterStore store = new ParameterStore(new Ops(manager), manager, Precision.FP32);
        Encoder encoder = new TileEncoder(new TileConfig(8, 2, 5), store.root());
        store.initialise(7);
        return encoder;
    }
}
// endregion
