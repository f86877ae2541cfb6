package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;

/**
 * The dtypes models compute in. DJL has no name for bfloat16; the code is libtorch's. Half floats
 * are read from files but not computed in: their range is too small for training.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum Precision {
    /** 32-bit float. */
    FP32(6, 4, "float32"),
    /** 16-bit brain float. */
    BF16(15, 2, "bfloat16");

    private final int torchCode;
    private final int bytes;
    private final String torchName;

    Precision(int torchCode, int bytes, String torchName) {
        this.torchCode = torchCode;
        this.bytes = bytes;
        this.torchName = torchName;
    }

    /** The precision of a floating-point array. */
    public static Precision of(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> FP32;
            case UNKNOWN -> BF16;
            default ->
                    throw new IllegalArgumentException(
                            "an array of " + array.getDataType() + " has no precision");
        };
    }

    /** libtorch's {@code ScalarType} number, as TorchScript wants it. */
    public int torchCode() {
        return torchCode;
    }

    /** Bytes per value. */
    public int bytes() {
        return bytes;
    }

    /** PyTorch's name, as {@code config.json} has it. */
    public String torchName() {
        return torchName;
    }
}
