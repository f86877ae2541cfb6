package dev.imago.api.train;

import dev.imago.api.Api;
import java.util.Map;

/** Is told the figures of a run, e.g. to send them to a dashboard. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Tracker {
    /**
     * Called on the training thread; must be quick.
     *
     * @param stage the stage's name
     * @param step optimizer steps done
     * @param figures by name, e.g. {@code loss}, {@code loss.text}, {@code tokens_per_second} (or
     *     what else the stage counts)
     */
    void log(String stage, long step, Map<String, Double> figures);
}
