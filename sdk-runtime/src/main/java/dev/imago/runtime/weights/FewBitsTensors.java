package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Parameters as tensors to write, under their own names, but weights that nothing reads whole as
 * the few bits that they are kept in, which {@link Checkpoint} reads back.
 */
public final class FewBitsTensors implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<NDList> copies = new ArrayList<>();

    /**
     * Takes some parameters of a store.
     *
     * @param store stays open and unchanged until the tensors are written
     */
    public FewBitsTensors(ParameterStore store, Collection<? extends Parameter> some) {
        for (Parameter parameter : some) {
            if (parameter instanceof StoredParameter stored && stored.onlyFewBits()) {
                addCodes(stored, store.ops().quantised().stored(stored.packed()));
            } else {
                tensors.addAll(store.tensors(List.of(parameter)));
            }
        }
    }

    private void addCodes(StoredParameter parameter, NDList stored) {
        copies.add(stored);
        NDArray codes = stored.get(0);
        NDArray scales = stored.get(1);
        boolean signed = codes.getDataType() == DataType.INT8;
        tensors.add(
                new Tensor(
                        parameter.name() + FewBits.CODES,
                        signed ? TensorType.I8 : TensorType.U8,
                        codes));
        tensors.add(
                new Tensor(
                        parameter.name() + FewBits.SCALES,
                        TensorType.of(Precision.of(scales)),
                        scales));
    }

    /** For {@link SafetensorsWriter}; gone when this is closed. */
    public List<Tensor> tensors() {
        return Collections.unmodifiableList(tensors);
    }

    @Override
    public void close() {
        copies.forEach(NDList::close);
    }
}
