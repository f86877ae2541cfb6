package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;

/**
 * One training example before it is tokenised.
 *
 * @param lane the name of the {@link Lane} it comes from
 * @param task the name of the task
 * @param index of the sample in its source
 * @param sampleId id of the sample within its lane
 * @param epoch how often the lane was gone through before
 * @param conversation phrased
 */
public record Drawn(
        String lane,
        String task,
        long index,
        String sampleId,
        long epoch,
        Conversation conversation) {}
