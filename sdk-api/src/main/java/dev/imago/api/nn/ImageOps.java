package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.imago.api.Api;

/**
 * Operators over images {@code [N, C, H, W]}, from {@link Ops#images}. Differentiable in grad mode;
 * results belong to the manager of the first argument.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class ImageOps {
    private final TorchProgram program;

    ImageOps(TorchProgram program) {
        this.program = program;
    }

    /** How {@link #resize} interpolates; corners are never aligned. */
    public enum Interpolation {
        /** Linear in both directions. */
        BILINEAR,
        /** Cubic in both directions. */
        BICUBIC,
        /** Linear, with a wider filter when shrinking, as PIL. */
        BILINEAR_ANTIALIAS,
        /** Cubic, with a wider filter when shrinking, as PIL. */
        BICUBIC_ANTIALIAS,
        /** The nearest pixel. */
        NEAREST
    }

    /** {@code [N, C, H, W]} as {@code [N, C, height, width]}. */
    public NDArray resize(NDArray x, int height, int width, Interpolation interpolation) {
        String method = interpolation.name().toLowerCase(java.util.Locale.ROOT);
        return program.call(method, x, program.scalar(height), program.scalar(width));
    }

    /** One group; see {@link #conv2d(NDArray, NDArray, NDArray, int, int, int)}. */
    public NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return conv2d(x, weight, bias, stride, padding, 1);
    }

    /**
     * @param x {@code [N, in, H, W]}
     * @param weight {@code [out, in / groups, h, w]}
     * @param bias {@code [out]} or null
     * @return {@code [N, out, H', W']}
     */
    public NDArray conv2d(
            NDArray x, NDArray weight, NDArray bias, int stride, int padding, int groups) {
        NDArray s = program.scalar(stride);
        NDArray p = program.scalar(padding);
        NDArray g = program.scalar(groups);
        return bias == null
                ? program.call("conv2d", x, weight, s, p, g)
                : program.call("conv2d_bias", x, weight, bias, s, p, g);
    }

    /**
     * A weight {@code [out, in, h, w]} in the CPU library's own order, for {@link #conv2dPacked};
     * where {@link Ops#packsLinear}. Opaque: pass it on, nothing else; {@link Ops#unpackLinear}
     * makes the weight again.
     *
     * @param x {@code [N, in, H, W]}, images of the size that the order is best for
     */
    NDArray packConvolution(NDArray weight, NDArray x, int stride, int padding) {
        return program.call(
                "pack_convolution", weight, x, program.scalar(stride), program.scalar(padding));
    }

    /** As {@link #conv2d} over a weight from {@link #packConvolution}; not differentiable. */
    NDArray conv2dPacked(NDArray x, NDArray packed, NDArray bias, int stride, int padding) {
        NDArray s = program.scalar(stride);
        NDArray p = program.scalar(padding);
        return bias == null
                ? program.call("conv2d_packed", x, packed, s, p)
                : program.call("conv2d_packed_bias", x, packed, bias, s, p);
    }

    /**
     * @param x {@code [N, in, H, W]}
     * @param weight {@code [in, out, h, w]}
     * @param bias {@code [out]} or null
     * @return {@code [N, out, H', W']}
     */
    public NDArray convTranspose2d(
            NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        NDArray s = program.scalar(stride);
        NDArray p = program.scalar(padding);
        return bias == null
                ? program.call("conv_transpose2d", x, weight, s, p)
                : program.call("conv_transpose2d_bias", x, weight, bias, s, p);
    }

    /** Normalises groups of channels; weight and bias {@code [C]}. */
    public NDArray groupNorm(NDArray x, NDArray weight, NDArray bias, int groups, double epsilon) {
        return program.call(
                "group_norm", x, weight, bias, program.scalar(groups), program.scalar(epsilon));
    }

    /** {@code silu(groupNorm(x))}; without autograd in the memory of one result. */
    public NDArray groupNormSilu(
            NDArray x, NDArray weight, NDArray bias, int groups, double epsilon) {
        return program.call(
                "group_norm_silu",
                x,
                weight,
                bias,
                program.scalar(groups),
                program.scalar(epsilon));
    }

    /** Adds {@code rows [N, C]} to every pixel of {@code x [N, C, H, W]}. */
    public NDArray addRows(NDArray x, NDArray rows) {
        return program.call("add_rows", x, rows);
    }

    /**
     * The same numbers with the channels of a pixel side by side in memory, which convolutions are
     * faster on; results of operators over it are laid out so, too.
     */
    public NDArray channelsLast(NDArray x) {
        return program.call("channels_last", x);
    }

    /** The same numbers row by row, as DJL copies them out; {@code x} itself when it is so. */
    public NDArray rowMajor(NDArray x) {
        return program.call("row_major", x);
    }

    /** {@code [N, C, H, W]} as {@code [N, H * W, C]}; a view after {@link #channelsLast}. */
    public NDArray pixelRows(NDArray x) {
        return program.call("pixel_rows", x);
    }

    /** {@code [N, H * W, C]} as {@code [N, C, H, W]}, a view with the channels last. */
    public NDArray fromPixelRows(NDArray rows, long height, long width) {
        return program.call("from_pixel_rows", rows, program.scalar(height), program.scalar(width));
    }

    /** Adds a number to every value. */
    public NDArray shift(NDArray x, double by) {
        return program.call("shift", x, program.scalar(by));
    }

    /** Every value within two bounds; unlike DJL's {@code clip} it leaves no array behind. */
    public NDArray clamp(NDArray x, double low, double high) {
        return program.call("clamp", x, program.scalar(low), program.scalar(high));
    }

    /** Zeros below and to the right of {@code x}. */
    public NDArray padEnd(NDArray x, int bottom, int right) {
        return program.call("pad_end", x, program.scalar(bottom), program.scalar(right));
    }

    /**
     * Sines and cosines of positions in time, as diffusion models take them.
     *
     * @param timesteps {@code [N]} float32, fractions too
     * @param width of the result
     * @param cosineFirst whether the cosines come first
     * @param shift taken off the number of frequencies, 0 or 1
     * @return {@code [N, width]} float32
     */
    public NDArray timestepEmbedding(
            NDArray timesteps, int width, boolean cosineFirst, double shift) {
        return program.call(
                "timestep_embedding",
                timesteps,
                program.scalar(width),
                program.scalar(cosineFirst ? 1 : 0),
                program.scalar(shift));
    }

    /** Normalises channels by given statistics; all of {@code [C]}. */
    public NDArray batchNorm(
            NDArray x,
            NDArray weight,
            NDArray bias,
            NDArray mean,
            NDArray variance,
            double epsilon) {
        return program.call("batch_norm", x, weight, bias, mean, variance, program.scalar(epsilon));
    }

    /**
     * Normalises channels by the batch.
     *
     * @return the normalised batch, then its mean and unbiased variance {@code [C]}, detached, for
     *     running averages
     */
    public NDList batchNormTraining(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return program.callAll("batch_norm_training", x, weight, bias, program.scalar(epsilon));
    }

    /** {@code [N, C * f * f, H, W]} as {@code [N, C, H * f, W * f]}. */
    public NDArray pixelShuffle(NDArray x, int factor) {
        return program.call("pixel_shuffle", x, program.scalar(factor));
    }

    void close() {
        program.close();
    }
}
