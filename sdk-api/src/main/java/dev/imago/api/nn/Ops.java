package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;

/**
 * The operators that models need beyond DJL's {@link NDArray}: those of transformers here, {@link
 * #quantised}, {@link #losses}, {@link #images}, {@link #lists}, {@link #adapters} and {@link
 * #files} by theme. One instance serves a whole runtime and any number of threads.
 *
 * <p>Unless said otherwise each is differentiable in grad mode, works in float32 and bfloat16,
 * leaves its arguments as they are, and returns an array owned by the manager of its first
 * argument. Legend: B batch, T new positions, S all positions, W width, H heads, KV key-value
 * heads, D head width, M rows.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Ops implements AutoCloseable {
    private final TorchProgram program;
    private final LayerOps layers;
    private final QuantOps quantised;
    private final LossOps losses;
    private final ImageOps images;
    private final ListOps lists;
    private final AdapterOps adapters;
    private final FileOps files;
    private final NDArray tiles;

    /**
     * @param manager of the engine and device that the kernels run on; closing it closes this too
     */
    public Ops(NDManager manager) {
        program = TorchProgram.load(manager, Ops.class, "transformer.py.txt", "quantised.py.txt");
        tiles = program.scalar(ProcessorFeatures.ofMachine().tilesOfBf16() ? 1 : 0);
        quantised = new QuantOps(program);
        layers = new LayerOps(program, quantised);
        files = new FileOps(program);
        losses = new LossOps(TorchProgram.load(manager, Ops.class, "losses.py.txt"));
        images = new ImageOps(TorchProgram.load(manager, Ops.class, "images.py.txt"));
        lists = new ListOps(TorchProgram.load(manager, Ops.class, "lists.py.txt"));
        adapters = new AdapterOps(TorchProgram.load(manager, Ops.class, "adapters.py.txt"));
    }

    LayerOps layers() {
        return layers;
    }

    /** Weights a second time, for decoding. */
    public RowCopies rowCopies() {
        return layers.rowCopies();
    }

    /** Weights in 8 or 4 bits. */
    public QuantOps quantised() {
        return quantised;
    }

    /** Losses. */
    public LossOps losses() {
        return losses;
    }

    /** Convolutions, their norms, resizing. */
    public ImageOps images() {
        return images;
    }

    /** Optimizer steps and other work over lists of arrays, in place. */
    public ListOps lists() {
        return lists;
    }

    /** Low-rank adapters. */
    public AdapterOps adapters() {
        return adapters;
    }

    /** Tensors in files. */
    public FileOps files() {
        return files;
    }

    /** {@code x [..., in]}, weight {@code [out, in]}, bias or null: {@code [..., out]}. */
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return bias == null
                ? program.call("linear", x, weight)
                : program.call("linear_bias", x, weight, bias);
    }

    /** Whether {@link #packLinear} works here: on a CPU with instructions for bfloat16. */
    public boolean packsLinear() {
        if (program.onGpu()) {
            return false;
        }
        try (NDArray beside = program.newScalar(0);
                NDArray answer = program.call("packs_linear", beside)) {
            return answer.toFloatArray()[0] > 0;
        }
    }

    /**
     * The weight {@code [out, in]} in the CPU library's own layout, for {@link #linearPacked}
     * alone. Pays for bfloat16 and few rows, where {@link #packsLinear}.
     */
    public NDArray packLinear(NDArray weight) {
        return program.call("pack_linear", weight);
    }

    /** The weight {@code [out, in]} that {@link #packLinear} was given, bit by bit. */
    public NDArray unpackLinear(NDArray packed) {
        return program.call("unpack_linear", packed);
    }

    /** As {@link #linear} with a weight from {@link #packLinear}; not differentiable. */
    public NDArray linearPacked(NDArray x, NDArray packed, NDArray bias) {
        return bias == null
                ? program.call("linear_packed", x, packed)
                : program.call("linear_packed_bias", x, packed, bias);
    }

    /** Root-mean-square norm over the last axis, statistics in float32; weight {@code [W]}. */
    public NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
        return program.call("rms_norm", x, weight, program.scalar(epsilon));
    }

    /** Layer norm over the last axis; weight and bias {@code [W]}. */
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return program.call("layer_norm", x, weight, bias, program.scalar(epsilon));
    }

    /**
     * {@code x * factor}. For gradients take this, not DJL's {@code mul(Number)}: that lays the
     * number into a buffer that the JVM may free before the backward pass reads it.
     */
    public NDArray scale(NDArray x, double factor) {
        try (NDArray number = program.newScalar(factor)) {
            return program.call("scale", x, number);
        }
    }

    /** {@code x * sigmoid(x)}. */
    public NDArray silu(NDArray x) {
        return program.call("silu", x);
    }

    /** {@code silu(gate) * up}, both of one shape. */
    public NDArray swiglu(NDArray gate, NDArray up) {
        return program.call("swiglu", gate, up);
    }

    /** {@code first * gelu(second)} of the halves of the last axis. */
    public NDArray geglu(NDArray x) {
        return program.call("geglu", x);
    }

    /** {@code max(x, 0)}. */
    public NDArray relu(NDArray x) {
        return program.call("relu", x);
    }

    /** The exact GELU (by erf). */
    public NDArray gelu(NDArray x) {
        return program.call("gelu", x);
    }

    /** The tanh approximation of GELU. */
    public NDArray geluTanh(NDArray x) {
        return program.call("gelu_tanh", x);
    }

    /** {@code x * sigmoid(1.702 x)}. */
    public NDArray quickGelu(NDArray x) {
        return program.call("quick_gelu", x);
    }

    /** Softmax over an axis; negative ones count from the end. */
    public NDArray softmax(NDArray x, int axis) {
        return program.call("softmax", x, program.scalar(axis));
    }

    /** {@code x / max(|x|, epsilon)} over the last axis. */
    public NDArray l2Normalize(NDArray x, double epsilon) {
        return program.call("l2_normalize", x, program.scalar(epsilon));
    }

    /** {@code ids [...]} int64, {@code table [V, W]}: {@code [..., W]}. */
    public NDArray embedding(NDArray ids, NDArray table) {
        return program.call("embedding", ids, table);
    }

    /** {@code x [N, ...]}, {@code rows [M]} int64: {@code [M, ...]}. */
    public NDArray gatherRows(NDArray x, NDArray rows) {
        return program.call("gather_rows", x, rows);
    }

    /** {@code tokens [1, L, W]} before every row of {@code x [N, P, W]}: {@code [N, L + P, W]}. */
    public NDArray prepend(NDArray x, NDArray tokens) {
        return program.call("prepend", x, tokens);
    }

    /** A copy of {@code x [N, ...]} whose {@code rows [M]} int64 are {@code values [M, ...]}. */
    public NDArray scatterRows(NDArray x, NDArray rows, NDArray values) {
        return program.call("scatter_rows", x, rows, values);
    }

    /**
     * Cosines and sines of rotary positions.
     *
     * @param positions {@code [B, T]} int64
     * @param frequencies {@code [D / 2]} float32
     * @param like gives the dtype
     * @param scale on both tables; 1 but for some rope scalings
     * @return cos and sin, {@code [B, T, D]} each, the first half of sin negated for {@link #rope}
     */
    public NDList rotaryTables(NDArray positions, NDArray frequencies, NDArray like, double scale) {
        return program.callAll(
                "rotary_tables", positions, frequencies, like, program.scalar(scale));
    }

    /** Rotates {@code x [B, H, T, D]} by {@link #rotaryTables}, halves paired as in HF. */
    public NDArray rope(NDArray x, NDArray cos, NDArray sin) {
        return program.call("rope", x, cos, sin);
    }

    /** {@code [B, T, H * D]} as {@code [B, H, T, D]}, a view. */
    public NDArray splitHeads(NDArray x, int heads) {
        return program.call("split_heads", x, program.scalar(heads));
    }

    /** {@code [B, H, T, D]} as {@code [B, T, H * D]}. */
    public NDArray mergeHeads(NDArray x) {
        return program.call("merge_heads", x);
    }

    /**
     * Scaled dot-product attention in which every query may see every key.
     *
     * @param q {@code [B, H, T, D]}
     * @param k {@code [B, KV, S, D]}; H is a multiple of KV
     * @param v {@code [B, KV, S, D]}
     * @return {@code [B, H, T, D]}
     */
    public NDArray attention(NDArray q, NDArray k, NDArray v) {
        return program.call("attention", q, k, v);
    }

    /**
     * As {@link #attention}, for the many rows and narrow heads of image models: in float32, and in
     * bfloat16 on processors with AMX, three times as fast on CPUs, and in little memory. H is KV.
     */
    public NDArray attentionOfPixels(NDArray q, NDArray k, NDArray v) {
        return program.call("attention_of_pixels", q, k, v, tiles);
    }

    /** As {@link #attention}; the last query sees all keys, each earlier one a key less. */
    public NDArray attentionCausal(NDArray q, NDArray k, NDArray v) {
        return program.call("attention_causal", q, k, v);
    }

    /**
     * As {@link #attention} under a mask.
     *
     * @param mask broadcast to {@code [B, H, T, S]}: boolean (true may look), or added to the
     *     scores in the dtype of {@code q}
     */
    public NDArray attentionMasked(NDArray q, NDArray k, NDArray v, NDArray mask) {
        return program.call("attention_masked", q, k, v, mask);
    }

    /** Whether a gradient passes {@code x}; DJL's {@code hasGradient} is about leaves alone. */
    public boolean requiresGradient(NDArray x) {
        try (NDArray answer = program.call("requires_gradient", x)) {
            return answer.toFloatArray()[0] > 0;
        }
    }

    /** {@code x} in another precision; {@code x} itself shares memory when it has it already. */
    public NDArray cast(NDArray x, Precision precision) {
        return program.call("cast", x, program.scalar(precision.torchCode()));
    }

    /** The bytes of {@code x} read as another precision of the same width; a copy. */
    public NDArray reinterpret(NDArray x, Precision precision) {
        return program.call("reinterpret", x, program.scalar(precision.torchCode()));
    }

    /** Writes {@code rows [M, ...]} into {@code target [N, ...]} in place, converting dtypes. */
    public void copyRows(NDArray target, long start, NDArray rows) {
        program.update("copy_rows", target, start, rows);
    }

    /** Zeros in any precision, which DJL cannot make in bfloat16. */
    public NDArray zeros(NDManager owner, Shape shape, Precision precision) {
        try (NDArray beside = owner.create(0f);
                NDArray sizes = owner.create(shape.getShape())) {
            return program.call("zeros", beside, sizes, program.scalar(precision.torchCode()));
        }
    }

    /** Index of the largest value along the last axis, int64. */
    public NDArray argmax(NDArray x) {
        return program.call("argmax", x);
    }

    /** The k largest along the last axis, falling: values, then int64 indices. */
    public NDList topK(NDArray x, int k) {
        return program.callAll("top_k", x, program.scalar(k));
    }

    @Override
    public void close() {
        program.close();
        losses.close();
        images.close();
        lists.close();
        adapters.close();
    }
}
