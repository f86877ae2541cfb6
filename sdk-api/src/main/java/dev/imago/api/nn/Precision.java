package dev.imago.api.nn;

import dev.imago.api.Api;

/** The dtypes models compute in. DJL has no name for bfloat16; the code is libtorch's. */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum Precision {
    /** 32-bit float. */
    FP32(6, 4),
    /** 16-bit brain float. */
    BF16(15, 2),
    /** 16-bit half float. */
    FP16(5, 2);

    private final int torchCode;
    private final int bytes;

    Precision(int torchCode, int bytes) {
        this.torchCode = torchCode;
        this.bytes = bytes;
    }

    /** libtorch's {@code ScalarType} number, as TorchScript wants it. */
    public int torchCode() {
        return torchCode;
    }

    /** Bytes per value. */
    public int bytes() {
        return bytes;
    }
}
