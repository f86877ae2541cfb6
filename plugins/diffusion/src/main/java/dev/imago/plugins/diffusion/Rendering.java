package dev.imago.plugins.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.api.nn.Precision;
import dev.imago.plugins.diffusion.sampling.Condition;
import dev.imago.plugins.diffusion.sampling.Conditioning;
import dev.imago.plugins.diffusion.sampling.Denoising;
import dev.imago.plugins.diffusion.sampling.Guidance;
import dev.imago.plugins.diffusion.sampling.LatentPreview;
import dev.imago.plugins.diffusion.sampling.RowNoise;
import dev.imago.plugins.diffusion.scheduler.Schedulers;
import dev.imago.plugins.diffusion.scheduler.Trajectory;
import java.util.List;

/** One request to render, some pictures of it at a time. */
final class Rendering {
    private static final int LEVELS = 255;
    private static final String PLACE = "decoder";

    private final DecoderParts parts;
    private final DiffusionConfig config;
    private final RenderOptions options;
    private final SteppedDecoder.Listener listener;

    Rendering(
            DecoderParts parts,
            DiffusionConfig config,
            RenderOptions options,
            SteppedDecoder.Listener listener) {
        this.parts = parts;
        this.config = config;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Renders some pictures at once.
     *
     * @param tokens {@code [n, K, D]}
     * @param first index of the first, for the listener
     * @return {@code [n, 3, H, W]} in 0..1, owned by the manager of {@code tokens}
     */
    NDArray render(NDArray tokens, List<SteppedDecoder.Row> rows, int first) {
        check(tokens);
        Shape latents = latents();
        try (NDManager scope = tokens.getManager().newSubManager();
                Trajectory trajectory = trajectory()) {
            Conditioning conditioning = parts.conditioning();
            Condition condition = conditioning.of(tokens, latents.get(1), latents.get(2), scope);
            RowNoise noise = new RowNoise(rows.stream().map(SteppedDecoder.Row::seed).toList());
            int call =
                    options.start() == null ? 0 : trajectory.firstCall(options.start().strength());
            NDArray start = start(trajectory, call, noise.next(scope, latents));
            Denoising.Run run =
                    new Denoising.Run(
                            condition,
                            conditioning.none(condition),
                            guidance(rows),
                            trajectory,
                            call,
                            at -> noise.next(scope, latents));
            NDArray last =
                    new Denoising(parts.denoiser(), parts.ops())
                            .run(start, run, observer(trajectory.calls(), first, scope));
            NDArray pixels = unit(parts.space().decode(last));
            pixels.attach(tokens.getManager());
            return pixels;
        }
    }

    private Trajectory trajectory() {
        String name = options.sampler() == null ? parts.settings().sampler() : options.sampler();
        int steps = options.steps() == 0 ? config.steps() : options.steps();
        return Schedulers.create(name, parts.settings().scheduler(), config.eta()).prepare(steps);
    }

    /**
     * Noise, or the given picture with so much of it that the first call takes away: none where
     * there is no call, for lack of strength.
     */
    private NDArray start(Trajectory trajectory, int call, NDArray noise) {
        if (options.start() == null) {
            return parts.ops().scale(noise, trajectory.initNoiseSigma());
        }
        NDArray pixels = pixels(options.start().picture(), noise);
        NDArray clean = parts.space().encode(pixels);
        return call == trajectory.calls() ? clean : trajectory.addNoise(clean, noise, call);
    }

    /** The same picture for every row, {@code [n, 3, H, W]} in -1..1. */
    private NDArray pixels(Picture picture, NDArray noise) {
        if (picture.height() != height() || picture.width() != width()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "renders pictures of "
                            + size()
                            + ", but is to start from one of "
                            + picture.width()
                            + "×"
                            + picture.height());
        }
        int plane = picture.width() * picture.height();
        float[] values = new float[3 * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = (picture.rgb()[i % plane * 3 + i / plane] & 0xff) * 2f / LEVELS - 1;
        }
        long rows = noise.getShape().get(0);
        NDArray one =
                noise.getManager()
                        .create(values, new Shape(1, 3, picture.height(), picture.width()));
        return one.repeat(0, rows);
    }

    private Guidance guidance(List<SteppedDecoder.Row> rows) {
        return new Guidance(
                rows.stream()
                        .map(row -> row.guidance() == 0 ? config.guidance() : row.guidance())
                        .toList());
    }

    private Denoising.Observer observer(int calls, int first, NDManager scope) {
        if (listener == SteppedDecoder.Listener.NONE) {
            return (call, sample, seen) -> {};
        }
        LatentPreview preview = parts.preview(scope);
        return (call, sample, seen) ->
                listener.step(
                        first,
                        new SteppedDecoder.Progress(
                                call + 1, calls, () -> preview.of(seen == null ? sample : seen)));
    }

    private NDArray unit(NDArray decoded) {
        try (decoded;
                NDArray halved = parts.ops().scale(decoded, 0.5);
                NDArray shifted = halved.add(0.5f)) {
            return parts.ops().images().clamp(shifted, 0, 1);
        }
    }

    PictureSize size() {
        return new PictureSize(width(), height());
    }

    private int height() {
        return side(options.height(), config.height());
    }

    private int width() {
        return side(options.width(), config.width());
    }

    /** As asked, as the recipe says, or as in training. */
    private int side(int asked, Integer usual) {
        int trained = parts.settings().unet().sampleSize() * parts.space().scale();
        if (asked != 0) {
            return asked;
        }
        return usual == null ? trained : usual;
    }

    /** {@code [C, h, w]}. */
    private Shape latents() {
        int scale = parts.space().scale();
        if (height() % scale != 0 || width() % scale != 0) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "renders pictures whose sides are multiples of "
                            + scale
                            + ", but was asked for "
                            + size());
        }
        return new Shape(parts.space().channels(), height() / scale, width() / scale);
    }

    private void check(NDArray tokens) {
        Shape shape = tokens.getShape();
        long count = parts.settings().projector().visionTokens();
        long width = parts.settings().projector().inputDim();
        boolean fits = shape.dimension() == 3 && shape.get(1) == count && shape.get(2) == width;
        if (!fits) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    PLACE,
                    "was trained on "
                            + count
                            + " visual tokens of width "
                            + width
                            + " a picture, but was given "
                            + (shape.dimension() == 3
                                    ? shape.get(1) + " of width " + shape.get(2)
                                    : "an array of shape " + shape));
        }
        try (NDArray wide = parts.ops().cast(tokens, Precision.FP32);
                NDArray zeros = wide.sub(wide); // of NaN and of infinity NaN, of all else zero
                NDArray bad = zeros.isNaN();
                NDArray some = bad.any()) {
            if (some.getBoolean()) {
                throw new ImagoException(
                        ErrorCode.INCOMPATIBLE_PARTS,
                        PLACE,
                        "was given visual tokens that are not finite numbers (NaN or infinity)");
            }
        }
    }
}
