package dev.imago.plugins.sources.record;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a field of a record is, with the names it has in published data, the likeliest first. */
public enum Field {
    /** Names the record. */
    ID("id", "uid", "sample_id", "question_id", "__key__"),
    /** One image or several. */
    IMAGE("image", "images", "image_path", "image_file", "file_name", "img"),
    /** One video or several. */
    VIDEO("video", "videos", "video_path", "video_file"),
    /** Frames a second of the record's folders of frames. */
    FPS("fps", "video_fps"),
    /** Turns of a conversation. */
    TURNS("conversations", "messages", "conversation"),
    /** What the conversation's system turn says. */
    SYSTEM("system", "system_prompt"),
    /** A question about the images or the video. */
    QUESTION("question", "query", "prompt"),
    /** Its answer, or several right ones. */
    ANSWER("answer", "answers", "response", "completion"),
    /** Options of a multiple-choice question. */
    CHOICES("choices", "options"),
    /** What an image shows, or what happens in a video. */
    CAPTION("caption", "text", "txt", "captions", "description"),
    /** What to change in an image, or what to do. */
    INSTRUCTION("instruction", "edit_prompt", "edit", "edit_instruction"),
    /** What an instruction is about. */
    INPUT("input"),
    /** What an instruction is answered with. */
    OUTPUT("output"),
    /** The image to change. */
    BEFORE("before", "source_image", "input_image", "original_image", "source_img"),
    /** The changed image. */
    AFTER("after", "edited_image", "target_image", "output_image", "target_img", "edited"),
    /** Where to look closer. */
    BOXES("boxes", "bboxs", "bboxes", "bbox", "box"),
    /** The closer look as an image of its own. */
    LOOK("look", "crop", "look_image"),
    /** Width of the image that boxes are given for. */
    WIDTH("width", "image_width"),
    /** Height of that image. */
    HEIGHT("height", "image_height");

    private final List<String> usual;

    Field(String... usual) {
        this.usual = List.of(usual);
    }

    /** The names it usually has. */
    List<String> usual() {
        return usual;
    }

    /** What a recipe calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What recipes call them all. */
    static List<String> words() {
        return Arrays.stream(values()).map(Field::word).collect(Collectors.toList());
    }
}
