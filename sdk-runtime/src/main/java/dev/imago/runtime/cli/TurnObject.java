package dev.imago.runtime.cli;

import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns as JSON: a role and parts of text and of images, these by their files. */
final class TurnObject {
    private TurnObject() {}

    static Map<String, Object> of(Turn turn) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("role", turn.role().name().toLowerCase(Locale.ROOT));
        object.put("content", parts(turn));
        return object;
    }

    /** The parts alone. */
    static List<Map<String, Object>> parts(Turn turn) {
        return turn.parts().stream().map(TurnObject::part).toList();
    }

    /** Parts by their names. */
    static Map<String, Object> named(Map<String, Part> parts) {
        Map<String, Object> object = new LinkedHashMap<>();
        parts.forEach((name, part) -> object.put(name, part(part)));
        return object;
    }

    private static Map<String, Object> part(Part part) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (part instanceof Part.Text text) {
            object.put("type", "text");
            object.put("text", text.text());
        } else if (part instanceof Part.Image image) {
            object.put("type", "image");
            object.put("file", image.source().id());
        } else if (part instanceof Part.Video video) {
            object.put("type", "video");
            object.put("frames", video.frames().stream().map(frame -> frame.id()).toList());
        }
        return object;
    }
}
