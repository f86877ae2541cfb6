package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.PackedWeight.Format;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.QuantOps;

/**
 * How a weight in few bits lies in a checkpoint.
 *
 * @param format of its codes
 * @param shape of the weight, {@code [out, in]}
 * @param group columns under one scale of INT4; 0 for others
 * @param precision of the scales
 */
public record FewBits(Format format, Shape shape, int group, Precision precision) {
    /** What stands behind the name of a weight for its codes. */
    static final String CODES = ".codes";

    /** What stands behind the name of a weight for its scales. */
    static final String SCALES = ".scales";

    /**
     * By what {@link QuantOps#stored} says of shapes and dtypes.
     *
     * @throws ImagoException CORRUPT_FILE where these are no codes and scales
     */
    static FewBits of(String place, TensorInfo codes, TensorInfo scales) {
        Shape c = codes.shape();
        Shape s = scales.shape();
        Precision precision = scales.type() == TensorType.BF16 ? Precision.BF16 : Precision.FP32;
        boolean floats = scales.type() == TensorType.F32 || precision == Precision.BF16;
        FewBits found = null;
        if (floats && c.dimension() == 2 && codes.type() == TensorType.I8) {
            found = new FewBits(Format.INT8, c, 0, precision);
        } else if (floats && c.dimension() == 2 && codes.type() == TensorType.U8) {
            found = halves(c, s, precision);
        }
        if (found == null || !found.fits(c, s)) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    place,
                    "has codes "
                            + codes.type()
                            + c
                            + " and scales "
                            + scales.type()
                            + s
                            + ", expected those of int8, int4, nf4 or nf4_double");
        }
        return found;
    }

    private static FewBits halves(Shape codes, Shape scales, Precision precision) {
        long out = codes.get(0);
        long width = codes.get(1);
        if (scales.dimension() == 3 && scales.get(0) > 0) {
            long group = 2 * width / scales.get(0);
            return new FewBits(Format.INT4, new Shape(out, 2 * width), (int) group, precision);
        }
        if (precision != Precision.FP32) {
            return null;
        }
        if (scales.dimension() == 2) {
            return new FewBits(Format.NF4, new Shape(out, 2 * width), 0, precision);
        }
        // A row has 32 bytes of codes and one of a scale for each block.
        long in = width / (QuantOps.NF4_BLOCK / 2 + 1) * QuantOps.NF4_BLOCK;
        return new FewBits(Format.NF4_DOUBLE, new Shape(out, in), 0, precision);
    }

    private boolean fits(Shape codes, Shape scales) {
        long out = shape.get(0);
        long in = shape.get(1);
        long blocks = in / QuantOps.NF4_BLOCK;
        boolean even = blocks * QuantOps.NF4_BLOCK == in;
        return switch (format) {
            case INT8 -> scales.equals(new Shape(out));
            case INT4 ->
                    out % QuantOps.INT4_ROWS == 0
                            && group * scales.get(0) == in
                            && scales.equals(new Shape(scales.get(0), out, 2));
            case NF4 -> even && scales.equals(new Shape(out, blocks));
            case NF4_DOUBLE ->
                    codes.get(1) == in / 2 + blocks
                            && scales.equals(new Shape(1 + QuantOps.nf4Steps(out, in)));
            case PLAIN -> false;
        };
    }
}
