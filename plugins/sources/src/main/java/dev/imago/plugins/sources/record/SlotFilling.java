package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.SlottedTurn.Slot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Puts a record's images and videos into the slots of its turns, in order. For one record. */
final class SlotFilling {
    private final Record record;
    private final Media media;
    private final Iterator<JsonNode> images;
    private final Iterator<JsonNode> videos;

    /** Whether {@code <image>} stands for the record's videos, as some data sets write it. */
    private final boolean imageMeansVideo;

    private SlotFilling(
            Record record,
            Media media,
            List<JsonNode> images,
            List<JsonNode> videos,
            boolean imageMeansVideo) {
        this.record = record;
        this.media = media;
        this.images = images.iterator();
        this.videos = videos.iterator();
        this.imageMeansVideo = imageMeansVideo;
    }

    /** Refuses records in which slots and what they stand for differ in number. */
    static SlotFilling of(Record record, List<SlottedTurn> turns, Media media, int maxImages) {
        List<JsonNode> images = media(record, Field.IMAGE);
        List<JsonNode> videos = media(record, Field.VIDEO);
        long imageSlots = open(turns, false);
        long videoSlots = open(turns, true);
        boolean swapped = images.isEmpty() && videoSlots == 0 && imageSlots == videos.size();
        if (!swapped) {
            require(record, "image", imageSlots, images.size());
            require(record, "video", videoSlots, videos.size());
        }
        long all = images.size() + shown(turns);
        if (all > maxImages) {
            throw record.bad("has " + all + " images, more than max_images " + maxImages);
        }
        return new SlotFilling(record, media, images, videos, swapped);
    }

    Turn turn(SlottedTurn turn) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < turn.words().size(); i++) {
            if (i > 0) {
                parts.add(filled(turn.slots().get(i - 1)));
            }
            if (!turn.words().get(i).text().isEmpty()) {
                parts.add(turn.words().get(i));
            }
        }
        return new Turn(turn.role(), parts, turn.learned());
    }

    private Part filled(Slot slot) {
        boolean video = slot.video() || slot.inline() == null && imageMeansVideo;
        JsonNode value = slot.inline();
        if (value == null) {
            value = video ? videos.next() : images.next();
        }
        return video ? media.video(value, record) : new Part.Image(media.image(value, record));
    }

    private static List<JsonNode> media(Record record, Field field) {
        List<JsonNode> values = record.values(field);
        for (JsonNode value : values) {
            if (value.isNumber() || value.isBoolean()) {
                String what = field.word();
                throw record.bad(
                        "has " + what + " " + value + ", expected a path or a list of paths");
            }
        }
        return values;
    }

    private static void require(Record record, String what, long slots, long there) {
        if (slots != there) {
            throw new ImagoException(
                    ErrorCode.IMAGE_COUNT,
                    record.place(),
                    "has " + slots + " <" + what + "> but " + there + " " + what + "s");
        }
    }

    /** Slots that the record's own images or videos go into. */
    private static long open(List<SlottedTurn> turns, boolean video) {
        return turns.stream()
                .flatMap(turn -> turn.slots().stream())
                .filter(slot -> slot.inline() == null && slot.video() == video)
                .count();
    }

    /** Images that stand in the turns themselves. */
    private static long shown(List<SlottedTurn> turns) {
        return turns.stream()
                .flatMap(turn -> turn.slots().stream())
                .filter(slot -> slot.inline() != null && !slot.video())
                .count();
    }
}
