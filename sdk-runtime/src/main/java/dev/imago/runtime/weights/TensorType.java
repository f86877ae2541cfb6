package dev.imago.runtime.weights;

import ai.djl.ndarray.types.DataType;
import dev.imago.api.nn.Precision;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dtypes of checkpoints that Imago reads, as safetensors names them. */
public enum TensorType {
    /** 32-bit float. */
    F32(DataType.FLOAT32),
    /** 16-bit half float. */
    F16(DataType.FLOAT16),
    /** 16-bit brain float, for which DJL has no name: its bytes travel as half floats. */
    BF16(DataType.FLOAT16),
    /** 64-bit integer. */
    I64(DataType.INT64),
    /** 32-bit integer. */
    I32(DataType.INT32),
    /** 64-bit float. */
    F64(DataType.FLOAT64),
    /** Signed byte. */
    I8(DataType.INT8),
    /** Unsigned byte. */
    U8(DataType.UINT8),
    /** True or false, a byte each. */
    BOOL(DataType.BOOLEAN);

    private final DataType carrier;

    TensorType(DataType carrier) {
        this.carrier = carrier;
    }

    /** The DJL type that holds the bytes. */
    DataType carrier() {
        return carrier;
    }

    /** Bytes per value. */
    public int bytes() {
        return carrier.getNumOfBytes();
    }

    /** The type in which parameters of a precision are stored. */
    public static TensorType of(Precision precision) {
        return switch (precision) {
            case FP32 -> F32;
            case BF16 -> BF16;
        };
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(TensorType::name).collect(Collectors.joining(", "));
    }

    static Optional<TensorType> named(String word) {
        return Arrays.stream(values()).filter(type -> type.name().equals(word)).findFirst();
    }
}
