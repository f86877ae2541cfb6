package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import java.util.List;

/** Stands in for media where only the shape of a record matters: no file is looked for. */
enum UnreadMedia implements Media {
    /** The only one. */
    INSTANCE;

    private static final ImageSource UNREAD = ImageSource.of("", new Picture(1, 1, new byte[3]));

    @Override
    public ImageSource image(JsonNode value, Record record) {
        return UNREAD;
    }

    @Override
    public Part.Video video(JsonNode value, Record record) {
        return new Part.Video(List.of(UNREAD), 0);
    }

    @Override
    public ImageSource look(ImageSource whole, JsonNode boxes, Record record) {
        return UNREAD;
    }
}
