package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.judge.Judge;
import dev.imago.plugins.wardrobe.metrics.PictureMeasure.Measured;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Place;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be seen in a picture.
 *
 * @param measured by its pixels
 * @param named what the judge takes each cell for, if it shows anything
 */
record Seen(Measured measured, Map<Place, Garment> named) {
    /** Where there is no picture. */
    static final Seen NOTHING = new Seen(new Measured(null, Map.of()), Map.of());

    /** What is seen in each picture, or where one is missing. */
    static List<Seen> all(Judge judge, List<Optional<Picture>> pictures) {
        List<Picture> present = pictures.stream().flatMap(Optional::stream).toList();
        Iterator<Map<Place, Garment>> named = judge.name(present).iterator();
        PictureMeasure measure = new PictureMeasure();
        List<Seen> seen = new ArrayList<>();
        for (Optional<Picture> picture : pictures) {
            seen.add(picture.map(p -> new Seen(measure.measure(p), named.next())).orElse(NOTHING));
        }
        return seen;
    }

    /** Refuses a model that draws no pixels. */
    static void requireDecoder(StageContext context, String metric) {
        if (context.model().decoder().isEmpty()) {
            throw new ImagoException(
                    ErrorCode.MISSING_KEY,
                    "model.decoder",
                    "is missing, and the metric " + metric + " looks at pictures");
        }
    }
}
