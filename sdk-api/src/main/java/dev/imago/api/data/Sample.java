package dev.imago.api.data;

import dev.imago.api.Api;

/**
 * A raw record of a {@link Source}, before any phrasing. The API has one record for each shape that
 * the mission's tasks need ({@link Dialogue}, {@link VisualQuestion}, {@link CaptionedImage},
 * {@link UnlabelledImage}, {@link EditPair}, {@link FrameSequence}, {@link CloserLook}); a plugin
 * may add its own.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Sample {
    /** Unique within its source; shown in errors, {@code skipped.jsonl} and reports. */
    String id();
}
