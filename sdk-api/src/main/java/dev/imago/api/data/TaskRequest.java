package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * What a user gives: words and media.
 *
 * @param prompt the user's words
 * @param media images and videos, in order
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record TaskRequest(String prompt, List<Part> media) {
    /** Copies the list. */
    public TaskRequest {
        media = List.copyOf(media);
    }
}
