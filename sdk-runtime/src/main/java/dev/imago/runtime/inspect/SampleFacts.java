package dev.imago.runtime.inspect;

import dev.imago.api.error.Problem;
import dev.imago.runtime.data.Shortening;
import java.util.List;
import java.util.Set;

/**
 * What was found out about one sample.
 *
 * @param index in its data set
 * @param idHash of its id
 * @param contentHash of all that is said and shown; 0 when there is a problem
 * @param length positions, before anything is dropped; 0 when there is a problem
 * @param shortenings what of it is not trained on, as it is too long
 * @param learnedTokens text positions that carry a loss
 * @param learnedImages images that are learned
 * @param prints of its images
 * @param problem why it can't be used; null when it can
 */
record SampleFacts(
        long index,
        long idHash,
        long contentHash,
        int length,
        Set<Shortening> shortenings,
        int learnedTokens,
        int learnedImages,
        List<ImagePrint> prints,
        Problem problem) {}
