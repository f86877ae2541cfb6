package dev.imago.plugins.wardrobe.metrics;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.Picture;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.StageContext;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one decoder makes of some visual tokens.
 *
 * @param pictures of the first seed, one for each picture's tokens
 * @param others of each further seed, of the first few tokens
 */
record Rendition(List<Picture> pictures, List<List<Picture>> others) {
    /** Far more than there are pictures, so that no two seeds of a rendition are alike. */
    private static final long APART = 1_000_000;

    /**
     * Renders.
     *
     * @param decoder name of a further decoder; null for the model's own
     * @param tokens {@code [K][D]} of each picture
     */
    static Rendition of(
            StageContext context, String decoder, List<float[][]> tokens, DecodersConfig config) {
        RenderOptions options =
                new RenderOptions(0, config.steps(), config.guidance()).withDecoder(decoder);
        List<float[][]> few = tokens.subList(0, Math.min(tokens.size(), config.repeated()));
        List<List<Picture>> others = new ArrayList<>();
        for (int seed = 1; seed < config.seeds(); seed++) {
            others.add(render(context, few, options.withSeed(seed * APART), config.batchSize()));
        }
        return new Rendition(render(context, tokens, options, config.batchSize()), others);
    }

    private static List<Picture> render(
            StageContext context, List<float[][]> tokens, RenderOptions options, int atOnce) {
        List<Picture> pictures = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += atOnce) {
            List<float[][]> some = tokens.subList(from, Math.min(tokens.size(), from + atOnce));
            int rows = some.get(0).length;
            int width = some.get(0)[0].length;
            FloatBuffer flat = FloatBuffer.allocate(some.size() * rows * width);
            some.forEach(picture -> Arrays.stream(picture).forEach(flat::put));
            try (NDManager scope = context.manager().newSubManager();
                    Autograd.Scope inference = Autograd.off()) {
                Shape shape = new Shape(some.size(), rows, width);
                RenderOptions own = options.withSeed(options.seed() + from);
                pictures.addAll(context.pictures().render(scope.create(flat.array(), shape), own));
            }
        }
        return pictures;
    }

    /** All seeds' pictures of one picture's tokens; of later ones only the first seed's. */
    List<Picture> seeds(int index) {
        List<Picture> all = new ArrayList<>(List.of(pictures.get(index)));
        others.stream().filter(o -> index < o.size()).forEach(o -> all.add(o.get(index)));
        return all;
    }

    /** How far a pixel is from its mean over the seeds: the root mean square, of 255 levels. */
    double spread() {
        int repeated = others.isEmpty() ? 0 : others.get(0).size();
        double sum = 0;
        for (int i = 0; i < repeated; i++) {
            sum += variance(seeds(i));
        }
        return repeated == 0 ? Double.NaN : Math.sqrt(sum / repeated);
    }

    private static double variance(List<Picture> seeds) {
        int values = seeds.get(0).rgb().length;
        double sum = 0;
        for (int v = 0; v < values; v++) {
            double first = 0;
            double second = 0;
            for (Picture picture : seeds) {
                double level = picture.rgb()[v] & 0xff;
                first += level;
                second += level * level;
            }
            double mean = first / seeds.size();
            sum += second / seeds.size() - mean * mean;
        }
        return sum / values;
    }
}
