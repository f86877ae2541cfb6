package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads turns: LLaVA's and ShareGPT's ({@code from} and {@code value}) and OpenAI's ({@code role}
 * and {@code content}, in words or typed parts). Thread-safe.
 */
final class TurnReader {
    private final Media media;
    private final int maxImages;

    /**
     * @param maxImages refuses records with more images
     */
    TurnReader(Media media, int maxImages) {
        this.media = media;
        this.maxImages = maxImages;
    }

    /** The turns of a record, its placeholders replaced by its images and videos. */
    List<Turn> read(Record record) {
        JsonNode written = record.field(Field.TURNS);
        if (!written.isArray() || written.isEmpty()) {
            throw record.bad("has no conversations, expected a list of turns");
        }
        List<SlottedTurn> slotted = new ArrayList<>();
        String system = record.words(Field.SYSTEM);
        if (!system.isEmpty()) {
            slotted.add(
                    new SlottedTurn(Role.SYSTEM, List.of(new Part.Text(system)), List.of(), false));
        }
        TurnParts parts = new TurnParts(record);
        for (JsonNode turn : written) {
            Role role = role(turn, record);
            boolean learned = role == Role.ASSISTANT && turn.path("weight").asDouble(1) != 0;
            slotted.add(parts.read(role, learned, turn));
        }
        SlotFilling filling = SlotFilling.of(record, slotted, media, maxImages);
        return slotted.stream().map(filling::turn).toList();
    }

    private static Role role(JsonNode turn, Record record) {
        JsonNode from = turn.has("from") ? turn.get("from") : turn.path("role");
        String name = record.text(from, turn.has("role") ? "'role'" : "'from'");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "human", "user" -> Role.USER;
            case "gpt", "assistant", "model", "chatgpt", "bard", "bing" -> Role.ASSISTANT;
            case "system", "developer" -> Role.SYSTEM;
            default ->
                    throw record.bad(
                            "has a turn from '"
                                    + name
                                    + "', expected human, gpt or system, or user or assistant");
        };
    }
}
