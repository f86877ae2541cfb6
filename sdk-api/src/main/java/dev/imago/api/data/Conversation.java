package dev.imago.api.data;

import dev.imago.api.Api;
import java.util.List;

/**
 * Turns between user and assistant, with text, images and video anywhere.
 *
 * @param id names the conversation in errors and reports
 * @param turns in order
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Conversation(String id, List<Turn> turns) {
    /** Copies the list. */
    public Conversation {
        turns = List.copyOf(turns);
    }

    /** A conversation without an id. */
    public static Conversation of(Turn... turns) {
        return new Conversation("", List.of(turns));
    }

    /** All images in the order the sequence holds them, frames of videos included. */
    public List<ImageSource> images() {
        return turns.stream()
                .flatMap(turn -> turn.parts().stream())
                .flatMap(
                        part -> {
                            if (part instanceof Part.Image image) {
                                return java.util.stream.Stream.of(image.source());
                            }
                            return part instanceof Part.Video video
                                    ? video.frames().stream()
                                    : java.util.stream.Stream.<ImageSource>empty();
                        })
                .toList();
    }
}
