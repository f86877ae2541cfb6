package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.FrameSequence;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The variants that a recipe wants, with their weights. */
final class FrameVariants {
    private static final int USUALLY_DRAWN = 4;

    private final List<FrameVariant> variants;
    private final Map<String, Double> weights;

    FrameVariants(PredictFramesConfig config) {
        weights = config.variants();
        variants =
                all(config.maxDrawn()).stream()
                        .filter(variant -> weights.getOrDefault(variant.name(), 0.0) > 0)
                        .toList();
    }

    private static List<FrameVariant> all(int mostDrawn) {
        return List.of(
                new OneFrame("forward", true),
                new OneFrame("backward", false),
                new NextFrames("next", false, mostDrawn),
                new NextFrames("reverse", true, mostDrawn),
                new FrameGap(mostDrawn),
                new AlternatingFrames(),
                new OrderedFrames(),
                new SplitFrames(),
                new OtherInterval());
    }

    static List<String> names() {
        return all(USUALLY_DRAWN).stream().map(FrameVariant::name).toList();
    }

    static Map<String, Double> equalShares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        names().forEach(name -> shares.put(name, 1.0));
        return shares;
    }

    /**
     * Those that a video has frames enough for.
     *
     * @throws ImagoException with BAD_SAMPLE when there is none
     */
    List<FrameVariant> fitting(FrameSequence sample) {
        int frames = sample.video().frames().size();
        List<FrameVariant> fitting =
                variants.stream().filter(variant -> variant.fewest() <= frames).toList();
        if (fitting.isEmpty()) {
            int fewest = variants.stream().mapToInt(FrameVariant::fewest).min().orElseThrow();
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    "sample " + sample.id(),
                    "has " + frames + " frames, expected at least " + fewest);
        }
        return fitting;
    }

    /** One of them by weight. */
    FrameVariant any(List<FrameVariant> fitting, RandomGenerator random) {
        double sum = fitting.stream().mapToDouble(this::weight).sum();
        double left = random.nextDouble() * sum;
        for (FrameVariant variant : fitting) {
            left -= weight(variant);
            if (left < 0) {
                return variant;
            }
        }
        return fitting.get(fitting.size() - 1);
    }

    private double weight(FrameVariant variant) {
        return weights.get(variant.name());
    }
}
