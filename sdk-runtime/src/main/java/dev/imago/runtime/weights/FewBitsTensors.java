package dev.imago.runtime.weights;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Parameters as tensors to write, those that are kept in few bits alone as codes and scales. */
final class FewBitsTensors {
    private FewBitsTensors() {}

    static List<Tensor> of(
            Ops ops, Collection<? extends Parameter> some, Precision precision, NDManager owner) {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : some) {
            if (parameter instanceof StoredParameter stored && stored.onlyFewBits()) {
                tensors.addAll(codes(ops, stored, owner));
            } else {
                tensors.addAll(Tensor.of(List.of(parameter), TensorType.of(precision)));
            }
        }
        return tensors;
    }

    private static List<Tensor> codes(Ops ops, StoredParameter parameter, NDManager owner) {
        NDList stored = ops.quantised().stored(parameter.packed());
        stored.attach(owner);
        boolean signed = stored.get(0).getDataType() == ai.djl.ndarray.types.DataType.INT8;
        Precision scales = Precision.of(stored.get(1));
        return List.of(
                new Tensor(
                        parameter.name() + FewBits.CODES,
                        signed ? TensorType.I8 : TensorType.U8,
                        stored.get(0)),
                new Tensor(
                        parameter.name() + FewBits.SCALES, TensorType.of(scales), stored.get(1)));
    }
}
