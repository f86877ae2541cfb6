package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.plugins.sources.record.SlottedTurn.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what one turn says: a text with placeholders, or typed parts. */
final class TurnParts {
    private static final Pattern PLACEHOLDER = Pattern.compile("<(image|video)>");

    /** Some published rows write the marks around a placeholder that a template writes, too. */
    private static final String MARKED = "<image_start><image><image_end>";

    private final Record record;

    TurnParts(Record record) {
        this.record = record;
    }

    SlottedTurn read(Role role, boolean learned, JsonNode turn) {
        Pieces pieces = new Pieces();
        JsonNode content = turn.has("value") ? turn.get("value") : turn.path("content");
        if (content.isArray()) {
            content.forEach(part -> typed(part, pieces));
        } else {
            slotted(record.text(content, turn.has("role") ? "'content'" : "'value'"), pieces);
        }
        return new SlottedTurn(role, pieces.words(), pieces.slots, learned);
    }

    private static void slotted(String text, Pieces pieces) {
        String plain = text.replace(MARKED, "<image>");
        Matcher slot = PLACEHOLDER.matcher(plain);
        int from = 0;
        while (slot.find()) {
            pieces.say(plain.substring(from, slot.start()));
            pieces.show(new Slot(slot.group(1).equals("video"), null));
            from = slot.end();
        }
        pieces.say(plain.substring(from));
    }

    private void typed(JsonNode part, Pieces pieces) {
        if (part.isTextual()) {
            slotted(part.textValue(), pieces);
            return;
        }
        String type = record.text(part.path("type"), "a part's 'type'");
        switch (type) {
            case "text", "input_text", "output_text" ->
                    slotted(record.text(part.path("text"), "a part's 'text'"), pieces);
            case "image", "image_url", "input_image" -> pieces.show(slot(false, part, type));
            case "video", "video_url", "input_video" -> pieces.show(slot(true, part, type));
            default ->
                    throw record.bad(
                            "has a part of type '"
                                    + type
                                    + "', expected text, image, image_url, video or video_url");
        }
    }

    /** {@code {type: image}} alone stands for the next image of the record. */
    private Slot slot(boolean video, JsonNode part, String type) {
        String own = video ? "video" : "image";
        for (String name : List.of(type, own, own + "_url", "url", "path", "bytes", "data")) {
            if (part.hasNonNull(name)) {
                return new Slot(video, part.get(name));
            }
        }
        return new Slot(video, null);
    }

    /** Texts and slots in turns. */
    private static final class Pieces {
        private final List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
        private final List<Slot> slots = new ArrayList<>();

        void say(String text) {
            texts.get(texts.size() - 1).append(text);
        }

        void show(Slot slot) {
            slots.add(slot);
            texts.add(new StringBuilder());
        }

        List<Part.Text> words() {
            return texts.stream().map(text -> new Part.Text(text.toString())).toList();
        }
    }
}
