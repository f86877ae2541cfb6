package dev.imago.runtime.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.LiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Renders visual tokens with the model's decoder. */
public final class PictureRenderer {
    private static final int AT_ONCE = 64;

    private final Function<String, Optional<Decoder>> decoders;
    private final Optional<FeatureShape> visual;
    private final BiFunction<RenderOptions, Decoder, RenderOptions> fit;
    private final Ops ops;
    private final Precision precision;

    /** Renders with a model's decoders; without one there are no pictures. */
    public PictureRenderer(LiveModel live) {
        this.decoders = name -> live.model().decoder(name);
        this.visual = Optional.of(live.model().visual());
        this.fit = (options, decoder) -> StartPictures.fitted(options, decoder, live);
        this.ops = live.ops();
        this.precision = live.precision();
    }

    /** Renders with a decoder of no model, which takes pictures to start from as they are. */
    public PictureRenderer(Decoder decoder, Ops ops, Precision precision) {
        this.decoders = name -> Optional.of(decoder);
        this.visual = Optional.empty();
        this.fit = (options, any) -> options;
        this.ops = ops;
        this.precision = precision;
    }

    /**
     * @param tokens {@code [K][D]} of each picture
     * @return one picture each; empty when the model has no decoder
     * @throws dev.imago.api.plugin.InvalidValueException when the options name one that it has not
     * @throws dev.imago.api.error.ImagoException INCOMPATIBLE_PARTS when the model's pictures have
     *     another number of tokens or another width, or a value is no finite number
     */
    public List<Picture> render(List<float[][]> tokens, RenderOptions options, NDManager owner) {
        return render(tokens, options, SteppedDecoder.Listener.NONE, owner);
    }

    /** As above, telling the steps of a decoder that takes any. */
    public List<Picture> render(
            List<float[][]> tokens,
            RenderOptions options,
            SteppedDecoder.Listener listener,
            NDManager owner) {
        visual.ifPresent(shape -> GivenTokens.check(tokens, shape));
        List<Picture> pictures = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += AT_ONCE) {
            List<float[][]> part = tokens.subList(from, Math.min(tokens.size(), from + AT_ONCE));
            try (NDManager scope = owner.newSubManager()) {
                RenderOptions own = options.withSeed(options.seed() + from);
                pictures.addAll(render(stack(part, scope), own, listener));
            }
        }
        return pictures;
    }

    /** As above from an array {@code [N, K, D]}. */
    public List<Picture> render(NDArray tokens, RenderOptions options) {
        return render(tokens, options, SteppedDecoder.Listener.NONE);
    }

    private List<Picture> render(
            NDArray tokens, RenderOptions options, SteppedDecoder.Listener listener) {
        List<SteppedDecoder.Row> rows =
                LongStream.range(0, tokens.getShape().get(0))
                        .mapToObj(
                                i -> new SteppedDecoder.Row(options.seed() + i, options.guidance()))
                        .toList();
        return render(tokens, rows, options, listener);
    }

    /**
     * Renders each picture in a way of its own, where the decoder has any; one that does not take
     * steps renders all as {@code options} say.
     *
     * @param tokens {@code [N, K, D]}
     * @param rows one for each picture
     */
    public List<Picture> render(
            NDArray tokens,
            List<SteppedDecoder.Row> rows,
            RenderOptions options,
            SteppedDecoder.Listener listener) {
        Optional<Decoder> decoder = decoders.apply(options.decoder());
        if (decoder.isEmpty()) {
            return List.of();
        }
        StartPictures.check(options, decoder.get());
        RenderOptions own = fit.apply(options, decoder.get());
        NDArray cast = ops.cast(tokens, precision);
        NDArray rendered =
                decoder.get() instanceof SteppedDecoder stepped
                        ? stepped.render(cast, rows, own, listener)
                        : decoder.get().render(cast, own);
        return pictures(ops.cast(rendered, Precision.FP32));
    }

    private static NDArray stack(List<float[][]> tokens, NDManager owner) {
        int k = tokens.get(0).length;
        int d = tokens.get(0)[0].length;
        float[] flat = new float[tokens.size() * k * d];
        int at = 0;
        for (float[][] image : tokens) {
            for (float[] token : image) {
                System.arraycopy(token, 0, flat, at, d);
                at += d;
            }
        }
        return owner.create(flat, new Shape(tokens.size(), k, d));
    }

    /** {@code [N, 3, H, W]} in {@code [0, 1]} as pictures. */
    public static List<Picture> pictures(NDArray unit) {
        Shape shape = unit.getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        float[] values = unit.toFloatArray();
        List<Picture> pictures = new ArrayList<>();
        int plane = height * width;
        for (int n = 0; n < shape.get(0); n++) {
            byte[] rgb = new byte[plane * 3];
            for (int c = 0; c < 3; c++) {
                int from = (n * 3 + c) * plane;
                for (int p = 0; p < plane; p++) {
                    float level = Math.min(1, Math.max(0, values[from + p]));
                    rgb[p * 3 + c] = (byte) Math.round(level * 255);
                }
            }
            pictures.add(new Picture(width, height, rgb));
        }
        return pictures;
    }
}
