package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.Api;
import java.util.List;

/**
 * An encoder that sees a picture whole and in tiles, as its {@link Aspect.Tiles} says. {@link
 * #encode(NDArray)} sees pictures whole only.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface TiledEncoder extends Encoder {
    /**
     * Encodes N pictures.
     *
     * @param views {@code [V, 3, S, S]}: for each picture the whole view, then its tiles row by row
     * @param tilings of the N pictures; their views sum up to V
     * @return {@code [N, P, D]} patch features, owned by the manager of {@code views}
     */
    NDArray encode(NDArray views, List<Tiling> tilings);
}
