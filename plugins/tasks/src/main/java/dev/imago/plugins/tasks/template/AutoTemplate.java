package dev.imago.plugins.tasks.template;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.text.ChatTemplate;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The model's own template. Where the assistant speaks is found by rendering twice: once as it is,
 * once with a mark for each answer, which shows what the template writes around them. Thread-safe.
 */
public final class AutoTemplate implements ChatTemplate {
    /** Stand in for images and answers; Unicode keeps them for such uses. */
    private static final char IMAGE = '\uFDD0';

    private static final char ANSWER = '\uFDD1';

    private final AutoTemplateConfig config;
    private final JinjaRenderer renderer;

    /** Built by a recipe. */
    @Inject
    public AutoTemplate(AutoTemplateConfig config) {
        this.config = config;
        this.renderer = new JinjaRenderer(config.chatTemplate(), config.tokens(), config.date());
    }

    @Override
    public List<Segment> render(Conversation conversation, boolean openAnswer) {
        List<Map<String, Object>> marked = new ArrayList<>();
        List<Map<String, Object>> plain = new ArrayList<>();
        List<Turn> answers = new ArrayList<>();
        List<Part.Image> images = new ArrayList<>();
        for (Turn turn : conversation.turns()) {
            String content = content(turn, images);
            plain.add(message(turn, content));
            boolean answer = turn.role() == Role.ASSISTANT;
            marked.add(message(turn, answer ? Character.toString(ANSWER) : content));
            if (answer) {
                answers.add(turn);
            }
        }
        String around = renderer.render(marked, openAnswer);
        String whole = renderer.render(plain, openAnswer);
        return new Writing(conversation.id(), whole, images).segments(around, answers);
    }

    @Override
    public List<String> stopTokens() {
        return config.stop();
    }

    private static Map<String, Object> message(Turn turn, String content) {
        return Map.of("role", turn.role().name().toLowerCase(Locale.ROOT), "content", content);
    }

    private static String content(Turn turn, List<Part.Image> images) {
        StringBuilder content = new StringBuilder();
        for (Part part : turn.parts()) {
            if (part instanceof Part.Text text) {
                content.append(plain(text.text()));
            } else if (part instanceof Part.Image image) {
                images.add(image);
                content.append(IMAGE);
            } else if (part instanceof Part.Video video) {
                for (ImageSource frame : video.frames()) {
                    images.add(new Part.Image(frame));
                    content.append(IMAGE);
                }
            }
        }
        return content.toString();
    }

    private static String plain(String text) {
        if (text.indexOf(IMAGE) >= 0 || text.indexOf(ANSWER) >= 0) {
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE,
                    "conversation",
                    "has U+FDD0 or U+FDD1 among its words, which are no characters");
        }
        return text;
    }

    /** Goes through what was rendered, answer by answer. */
    private final class Writing {
        private final String id;
        private final String whole;
        private final List<Part.Image> images;
        private final SegmentWriter writer = new SegmentWriter();
        private int at;
        private int image;

        Writing(String id, String whole, List<Part.Image> images) {
            this.id = id;
            this.whole = whole;
            this.images = images;
        }

        List<Segment> segments(String around, List<Turn> answers) {
            String[] pieces = around.split(Character.toString(ANSWER), -1);
            if (pieces.length != answers.size() + 1) {
                throw wrong("writes " + (pieces.length - 1) + " of " + answers.size() + " answers");
            }
            take(pieces[0], false);
            for (int i = 0; i < answers.size(); i++) {
                boolean learned = answers.get(i).learned();
                take(answer(content(answers.get(i), new ArrayList<>())), learned);
                int stop = stop(pieces[i + 1]);
                take(pieces[i + 1].substring(0, stop), learned);
                take(pieces[i + 1].substring(stop), false);
            }
            if (at != whole.length() || image != images.size()) {
                throw wrong(
                        "writes " + image + " of " + images.size() + " images, and more around");
            }
            return writer.segments();
        }

        /** The answer as the template writes it: as it is, or without white space around it. */
        private String answer(String content) {
            return whole.startsWith(content, at) ? content : content.strip();
        }

        private void take(String text, boolean learned) {
            if (!whole.startsWith(text, at)) {
                throw wrong("changes what stands around an answer by the answer");
            }
            at += text.length();
            String[] texts = text.split(Character.toString(IMAGE), -1);
            for (int i = 0; i < texts.length; i++) {
                if (i > 0 && image == images.size()) {
                    throw wrong("writes an image more than once");
                }
                if (i > 0) {
                    writer.parts(List.of(images.get(image++)), learned);
                }
                writer.text(texts[i], learned);
            }
        }

        private ImagoException wrong(String what) {
            return new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS, "sample " + id, "the chat template " + what);
        }
    }

    /** Where a stop token that follows an answer at once ends; 0 where there is none. */
    private int stop(String after) {
        for (String token : config.stop()) {
            int at = after.indexOf(token);
            if (at >= 0 && after.substring(0, at).isBlank()) {
                return at + token.length();
            }
        }
        return 0;
    }
}
