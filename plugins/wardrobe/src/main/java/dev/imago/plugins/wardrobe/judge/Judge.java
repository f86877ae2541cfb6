package dev.imago.plugins.wardrobe.judge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.Picture;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Place;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Names the garments in pictures: what a trained {@link JudgeNet} takes each cell for. */
public final class Judge {
    /** File name of its weights. */
    static final String WEIGHTS = "judge";

    private static final int AT_ONCE = 64;

    private final JudgeNet net;
    private final Ops ops;
    private final Precision precision;
    private final NDManager manager;

    Judge(Weights weights, Ops ops, Precision precision, NDManager manager) {
        this.net = new JudgeNet(weights, ops);
        this.ops = ops;
        this.precision = precision;
        this.manager = manager;
    }

    /** The judge that an earlier stage trained. */
    public static Judge of(StageContext context, String stage, Ops ops, Precision precision) {
        Weights weights = context.savedWeights(stage, WEIGHTS, root -> new JudgeNet(root, ops));
        return new Judge(weights, ops, precision, context.manager());
    }

    /** What each cell would show, if it shows anything. */
    public List<Map<Place, Garment>> name(List<Picture> pictures) {
        List<Map<Place, Garment>> named = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += AT_ONCE) {
            int to = Math.min(pictures.size(), from + AT_ONCE);
            named.addAll(nameSome(pictures.subList(from, to)));
        }
        return named;
    }

    /**
     * What it sees in the cells of some pictures.
     *
     * @return {@code [N · cells, D]}, all cells of a picture after each other
     */
    NDArray features(List<Picture> pictures, NDManager owner) {
        Place[] places = Place.values();
        int cells = pictures.size() * places.length;
        FloatBuffer pixels = FloatBuffer.allocate(cells * CellPixels.SIZE);
        for (Picture picture : pictures) {
            Arrays.stream(places).forEach(place -> pixels.put(CellPixels.of(picture, place)));
        }
        Shape shape = new Shape(cells, 3, CellPixels.SIDE, CellPixels.SIDE);
        return net.features(ops.cast(owner.create(pixels.array(), shape), precision));
    }

    private List<Map<Place, Garment>> nameSome(List<Picture> pictures) {
        Place[] places = Place.values();
        long[] best;
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope inference = Autograd.off()) {
            best = ops.argmax(net.classify(features(pictures, scope))).toLongArray();
        }
        List<Map<Place, Garment>> named = new ArrayList<>();
        for (int p = 0; p < pictures.size(); p++) {
            Map<Place, Garment> cellsOfOne = new EnumMap<>(Place.class);
            for (Place place : places) {
                long index = best[p * places.length + place.ordinal()];
                cellsOfOne.put(place, Garment.values()[(int) index]);
            }
            named.add(cellsOfOne);
        }
        return named;
    }
}
