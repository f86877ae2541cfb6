package dev.imago.plugins.sources.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.VideoFile;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.Field;
import dev.imago.plugins.sources.record.Media;
import dev.imago.plugins.sources.record.Record;
import dev.imago.plugins.sources.record.RecordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Images and videos in files below one folder, and those that records hold themselves. */
public final class FileMedia implements Media {
    /** Names under which an object holds an image or a video, the likeliest first. */
    private static final List<String> INSIDE =
            List.of("bytes", "path", "url", "image", "video", "file_name", "data");

    private static final String WEB = "^(https?|s3|gs|hf)://.*";

    private final MediaRoot root;
    private final RecordSettings settings;
    private final PictureReader pictures;
    private final VideoReader videos;
    private final KeptVideos kept;

    /**
     * @param root that paths start from
     * @param settings how records are read
     * @param pictures decodes images
     * @param videos decodes videos
     * @param indexes beside whose cache folder videos are kept that records hold
     */
    public FileMedia(
            Path root,
            RecordSettings settings,
            PictureReader pictures,
            VideoReader videos,
            IndexStore indexes) {
        this.root = new MediaRoot(root, settings.allowOutside());
        this.settings = settings;
        this.pictures = pictures;
        this.videos = videos;
        this.kept =
                new KeptVideos(
                        indexes.cache().resolveSibling("videos"), settings.keptVideosBytes());
    }

    @Override
    public ImageSource image(JsonNode value, Record record) {
        if (value instanceof POJONode own && own.getPojo() instanceof ImageSource image) {
            return image;
        }
        if (value.isBinary()) {
            return encoded(bytes(value, record), record);
        }
        if (value.isObject()) {
            return image(inside(value, "image", record), record);
        }
        String written = written(value, "image", record);
        if (written.startsWith("data:")) {
            return encoded(dataUrl(written, record), record);
        }
        int part = written.indexOf(LookImage.PART);
        if (part >= 0) {
            ImageSource whole = file(written.substring(0, part), record);
            String box = written.substring(part + LookImage.PART.length());
            return new LookCrop(
                    new LookImage(
                            whole,
                            BoxList.written(box, record),
                            false,
                            record.place(),
                            whole.id()));
        }
        return file(written, record);
    }

    @Override
    public Part.Video video(JsonNode value, Record record) {
        double rate =
                record.has(Field.FPS) ? record.number(Field.FPS) : orZero(settings.framesFps());
        if (value.isArray()) {
            List<ImageSource> frames = new ArrayList<>();
            value.forEach(frame -> frames.add(image(frame, record)));
            return FrameFolder.video(frames, rate, record.place());
        }
        if (value instanceof POJONode own && own.getPojo() instanceof VideoFile file) {
            return read(file);
        }
        if (value.isBinary()) {
            return read(kept.file(bytes(value, record)));
        }
        if (value.isObject()) {
            return video(inside(value, "video", record), record);
        }
        String written = written(value, "video", record);
        if (written.startsWith("data:")) {
            return read(kept.file(dataUrl(written, record)));
        }
        Path path = root.find(written, "video", record);
        if (Files.isDirectory(path)) {
            List<ImageSource> frames = new ArrayList<>();
            for (Path frame : FrameFolder.list(path)) {
                frames.add(pictures.source(frame.toString(), frame));
            }
            return FrameFolder.video(frames, rate, path.toString());
        }
        return read(VideoFile.of(path));
    }

    private Part.Video read(VideoFile file) {
        return videos.read(file, orZero(settings.videoFps()));
    }

    @Override
    public ImageSource look(ImageSource whole, JsonNode boxes, Record record) {
        BoxList list = BoxList.of(boxes, settings.boxFormat(), record);
        boolean drawn = settings.look() == RecordSettings.Look.BOXES;
        LookImage look = new LookImage(whole, list, drawn, record.place(), whole.id());
        return drawn ? look : new LookCrop(look);
    }

    private ImageSource file(String written, Record record) {
        Path file = root.find(written, "image", record);
        if (!Files.isRegularFile(file)) {
            throw record.bad("names image " + file + ", which is a folder");
        }
        return pictures.source(file.toString(), file);
    }

    private ImageSource encoded(byte[] bytes, Record record) {
        return new EncodedImage(() -> bytes, record.place(), pictures);
    }

    private static JsonNode inside(JsonNode value, String what, Record record) {
        for (String name : INSIDE) {
            if (value.hasNonNull(name)) {
                return value.get(name);
            }
        }
        throw record.bad(
                "has "
                        + what
                        + " "
                        + value
                        + ", expected an object with "
                        + String.join(", ", INSIDE));
    }

    private static String written(JsonNode value, String what, Record record) {
        if (!value.isTextual()) {
            throw record.bad("has " + what + " " + value + ", expected a path or a list of paths");
        }
        String written = value.textValue();
        if (written.toLowerCase(Locale.ROOT).matches(WEB)) {
            throw record.bad(
                    "names "
                            + what
                            + " '"
                            + written
                            + "', an address; nothing is downloaded, expected a file");
        }
        return written.startsWith("file://") ? written.substring("file://".length()) : written;
    }

    private static byte[] bytes(JsonNode value, Record record) {
        try {
            return value.binaryValue();
        } catch (IOException e) {
            throw record.bad("has bytes that can't be read: " + e.getMessage());
        }
    }

    private static byte[] dataUrl(String url, Record record) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
            throw record.bad("has a data: URL that is not in base64");
        }
        try {
            return Base64.getMimeDecoder().decode(url.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            throw record.bad("has a data: URL that is not in base64: " + e.getMessage());
        }
    }

    private static double orZero(Double value) {
        return value == null ? 0 : value;
    }
}
