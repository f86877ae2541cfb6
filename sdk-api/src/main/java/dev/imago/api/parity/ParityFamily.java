package dev.imago.api.parity;

import dev.imago.api.Api;

/**
 * Runs the recorded cases of one family through a plugin's components. Offered as {@code
 * components.add(ParityFamily.class, "vae", FamilyKeys.class, VaeFamily.class)}, where the name is
 * the {@code family} that the cases state. Built anew for each case; may inject {@code Ops} and
 * {@code StoredWeights.Factory}.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface ParityFamily {
    /**
     * Computes what a case recorded and compares. Runs without autograd unless it turns it on.
     *
     * @param recorded the case; it owns every array made on the way
     * @param found told each comparison
     * @throws dev.imago.api.plugin.InvalidValueException for a case about something that is not
     *     supported, which is then listed as such and is no failure
     */
    void check(RecordedCase recorded, Comparisons found);
}
