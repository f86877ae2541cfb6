package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import java.util.List;

/**
 * A turn before its images are found.
 *
 * @param role who speaks
 * @param words the texts, one more than slots or as many: text, slot, text, slot, text
 * @param slots what stands between the texts
 * @param learned whether training predicts it
 */
record SlottedTurn(Role role, List<Part.Text> words, List<Slot> slots, boolean learned) {
    /**
     * A place for an image or a video.
     *
     * @param video whether it is one for a video
     * @param inline what stands there; null where it is the next of the record's own
     */
    record Slot(boolean video, JsonNode inline) {}
}
