package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.testing.NoLeakExtension;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReadForInferenceTest {
    private static final int LAYERS = 6;

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    @TempDir Path folder;
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    private ParameterStore store() {
        return new ParameterStore(ops, leaks.manager(), Precision.BF16);
    }

    private static Linear[] model(Weights weights) {
        Linear[] layers = new Linear[LAYERS];
        for (int i = 0; i < LAYERS; i++) {
            layers[i] = weights.linear("layers." + i, 64, 64, false, Init.fanIn(64));
        }
        weights.parameter("norm.weight", new Shape(64), Init.ONES);
        return layers;
    }

    private static NDArray run(Linear[] layers, NDArray x) {
        NDArray y = x;
        for (Linear layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }

    private Path saved() {
        try (ParameterStore store = store()) {
            model(store.root());
            store.initialise(7);
            Path file = folder.resolve("model.safetensors");
            new SafetensorsWriter(ops).write(file, store.tensors());
            return file;
        }
    }

    private static long laidOut(ParameterStore store) {
        return store.declared().values().stream()
                .filter(parameter -> parameter.packed() != null)
                .count();
    }

    @Test
    void a_weight_is_laid_out_before_the_next_is_read() {
        assumeTrue(ops.packsLinear(), "the processor has no use for another order");
        Path file = saved();
        ParameterStore store = store();
        model(store.root());
        store.readForInference();
        AtomicInteger read = new AtomicInteger();
        try (Checkpoint checkpoint = Safetensors.open(file)) {
            store.load(
                    new Watched(
                            checkpoint,
                            key -> {
                                if (key.startsWith("layers")) {
                                    assertThat(laidOut(store)).isEqualTo(read.getAndIncrement());
                                }
                            }));
        }
        assertThat(read).hasValue(LAYERS);
        assertThat(laidOut(store)).isEqualTo(LAYERS);
    }

    @Test
    void it_computes_what_plainly_read_weights_do() {
        Path file = saved();
        ParameterStore plain = store();
        Linear[] first = model(plain.root());
        ParameterStore store = store();
        Linear[] second = model(store.root());
        store.readForInference();
        try (Checkpoint checkpoint = Safetensors.open(file)) {
            plain.load(checkpoint);
            store.load(checkpoint);
        }
        store.prepareForInference();
        NDArray x = ops.cast(leaks.manager().randomNormal(new Shape(5, 64)), Precision.BF16);
        NDArray expected = ops.cast(run(first, x), Precision.FP32);
        NDArray found = ops.cast(run(second, x), Precision.FP32);
        assertThat(found.sub(expected).abs().max().getFloat()).isLessThan(2e-2f);
        for (String name : store.declared().keySet()) {
            assertThat(bytes(store, name)).isEqualTo(bytes(plain, name));
        }
    }

    private static ByteBuffer bytes(ParameterStore store, String name) {
        return store.find(name).orElseThrow().value().toByteBuffer(false);
    }

    /** Tells each key as it is read. */
    private record Watched(Checkpoint checkpoint, Consumer<String> reads) implements Checkpoint {
        @Override
        public Path path() {
            return checkpoint.path();
        }

        @Override
        public Map<String, Shape> shapes() {
            return checkpoint.shapes();
        }

        @Override
        public NDArray read(Ops ops, String name, NDManager owner, Precision precision) {
            reads.accept(name);
            return checkpoint.read(ops, name, owner, precision);
        }

        @Override
        public boolean readInto(String name, NDArray target, Precision precision) {
            reads.accept(name);
            return checkpoint.readInto(name, target, precision);
        }

        @Override
        public void close() {}
    }
}
