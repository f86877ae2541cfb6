package dev.imago.plugins.sources.record;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.plugins.sources.files.Gigabytes;
import java.util.Map;
import java.util.TreeMap;

/** How the records of a source are read. */
@Doc("How the records of a source are read.")
public record RecordSettings(
        @Doc(
                        "the data's names of fields that have no usual name, by what they are: id,"
                                + " image, video, fps, turns, system, question, answer, choices,"
                                + " caption, instruction, input, output, before, after, boxes, look,"
                                + " width, height; a.b is b within a")
                Map<String, String> columns,
        @Doc("whether paths and links may lead out of the folder that paths start from")
                Boolean allowOutside,
        @Doc("most images in one record; one with more is refused") Integer maxImages,
        @Doc("frames taken of each second of a video file; all of them when left out")
                Double videoFps,
        @Doc("frames a second of folders of frames; unknown when left out") Double framesFps,
        @Doc("how boxes are written: corners, or a corner and the size, in pixels; or fractions")
                BoxFormat boxFormat,
        @Doc("what a closer look shows: the part within the boxes, or the image with them drawn")
                Look look,
        @Doc(
                        "which choice is right, from 0 on, in records that have choices and no"
                                + " answer (V*Bench's have it first); these are offered in another"
                                + " order; without it such records are no questions")
                Integer rightChoice,
        @Doc(
                        "the most that videos which records hold as bytes may take as files in the"
                                + " user's cache folder, in GB of 10^9 bytes; 20 when left out; what"
                                + " was used longest ago makes room")
                Double keptVideosGb) {
    private static final int MAX_IMAGES = 100;
    private static final int MAX_CHOICES = 25;
    private static final double MOST_FPS = 1000;
    private static final double LEAST_FPS = 1e-3;
    private static final double KEPT_GB = 20;

    /** How a box is written. */
    public enum BoxFormat {
        /** Left, top, right, bottom in pixels. */
        XYXY,
        /** Left, top, width, height in pixels. */
        XYWH,
        /** Left, top, right, bottom in fractions of the sides. */
        FRACTIONS
    }

    /** What a closer look shows. */
    public enum Look {
        /** The part of the image that holds all boxes, and a little around them. */
        CROP,
        /** The whole image with the boxes drawn in. */
        BOXES
    }

    /** Defaults and checks. */
    public RecordSettings {
        // In one order, which copies of Map would shuffle: stages are known by their text.
        columns = new TreeMap<>(Check.orDefault(columns, Map.of()));
        FieldNames.check(columns);
        allowOutside = Check.orDefault(allowOutside, false);
        maxImages = Check.positive(maxImages, MAX_IMAGES, "max_images");
        videoFps = Check.between(videoFps, null, LEAST_FPS, MOST_FPS, "video_fps");
        framesFps = Check.between(framesFps, null, LEAST_FPS, MOST_FPS, "frames_fps");
        boxFormat = Check.orDefault(boxFormat, BoxFormat.XYXY);
        look = Check.orDefault(look, Look.CROP);
        rightChoice = Check.between(rightChoice, null, 0, MAX_CHOICES, "right_choice");
        keptVideosGb = Gigabytes.check(keptVideosGb, null, "kept_videos_gb");
    }

    /** What videos that records hold may take, in bytes. */
    public long keptVideosBytes() {
        return Gigabytes.bytes(keptVideosGb == null ? KEPT_GB : keptVideosGb);
    }

    /** All defaults. */
    public static RecordSettings usual() {
        return new RecordSettings(null, null, null, null, null, null, null, null, null);
    }
}
