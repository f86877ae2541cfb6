package dev.imago.plugins.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads LLaVA rows. Every complaint names file, line and id. Thread-safe. */
final class LlavaParser {
    private static final String PLACEHOLDER = "<image>";

    /** Some published rows write the marks around a placeholder that a template writes, too. */
    private static final String MARKED = "<image_start><image><image_end>";

    private final JsonMapper json =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final RowFile file;
    private final Path imageRoot;
    private final PictureReader pictures;

    LlavaParser(RowFile file, Path imageRoot, PictureReader pictures) {
        this.file = file;
        this.imageRoot = imageRoot;
        this.pictures = pictures;
    }

    /** A row with its images, which must exist but are not decoded yet. */
    LlavaRow parse(int number) {
        return new Row(number, tree(number)).parse(true);
    }

    /** As {@link #parse}, without looking whether the images exist. */
    LlavaRow shape(int number) {
        return new Row(number, tree(number)).parse(false);
    }

    /** The id of a row, also of a broken one. */
    String id(int number) {
        try {
            return new Row(number, tree(number)).id;
        } catch (ImagoException e) {
            // What is wrong is told when the row itself is asked for.
            return "line " + file.line(number);
        }
    }

    private JsonNode tree(int number) {
        try {
            JsonNode tree = json.readTree(file.read(number));
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ImagoException(
                    ErrorCode.BAD_SAMPLE, file.place(number), "is not JSON (" + message + ")", e);
        }
        throw new ImagoException(
                ErrorCode.BAD_SAMPLE, file.place(number), "is no JSON object, expected a row");
    }

    /** One row while it is read. */
    private final class Row {
        private final JsonNode tree;
        private final String id;
        private final String place;

        Row(int number, JsonNode tree) {
            this.tree = tree;
            JsonNode written = tree.path("id");
            boolean named = written.isTextual() || written.isNumber();
            this.id = named ? written.asText() : "line " + file.line(number);
            this.place = file.place(number) + (named ? " (id " + id + ")" : "");
        }

        LlavaRow parse(boolean imagesMustExist) {
            List<String> paths = imagePaths();
            JsonNode conversations = tree.path("conversations");
            if (!conversations.isArray() || conversations.isEmpty()) {
                throw bad("has no conversations, expected a list of turns");
            }
            int placeholders = 0;
            for (JsonNode turn : conversations) {
                placeholders += count(value(turn));
            }
            if (placeholders != paths.size()) {
                throw new ImagoException(
                        ErrorCode.IMAGE_COUNT,
                        place,
                        "has " + placeholders + " <image> but " + paths.size() + " images");
            }
            Iterator<ImageSource> images =
                    paths.stream().map(path -> image(path, imagesMustExist)).iterator();
            List<Turn> turns = new ArrayList<>();
            for (JsonNode turn : conversations) {
                turns.add(turn(turn, images));
            }
            return new LlavaRow(id, turns);
        }

        private List<String> imagePaths() {
            if (tree.has("video")) {
                throw bad("has a video, expected its frames as images");
            }
            JsonNode images = tree.has("image") ? tree.get("image") : tree.path("images");
            List<String> paths = new ArrayList<>();
            if (images.isTextual()) {
                paths.add(images.asText());
            } else if (images.isArray()) {
                images.forEach(path -> paths.add(text(path, "an image")));
            } else if (!images.isMissingNode() && !images.isNull()) {
                throw bad("has image " + images + ", expected a path or a list of paths");
            }
            return paths;
        }

        private ImageSource image(String path, boolean mustExist) {
            Path image = imageRoot.resolve(path).normalize();
            if (mustExist && !Files.isRegularFile(image)) {
                throw new ImagoException(
                        ErrorCode.FILE_NOT_FOUND,
                        place,
                        "names image " + image + ", which is not there");
            }
            return pictures.source(image.toString(), image);
        }

        private Turn turn(JsonNode turn, Iterator<ImageSource> images) {
            Role role = role(text(turn.path("from"), "'from'"));
            List<Part> parts = new ArrayList<>();
            String[] texts = value(turn).split(PLACEHOLDER, -1);
            for (int i = 0; i < texts.length; i++) {
                if (i > 0) {
                    parts.add(new Part.Image(images.next()));
                }
                if (!texts[i].isEmpty()) {
                    parts.add(new Part.Text(texts[i]));
                }
            }
            return new Turn(role, parts, role == Role.ASSISTANT);
        }

        private Role role(String from) {
            return switch (from) {
                case "human", "user" -> Role.USER;
                case "gpt", "assistant" -> Role.ASSISTANT;
                case "system" -> Role.SYSTEM;
                default ->
                        throw bad("has a turn from '" + from + "', expected human, gpt or system");
            };
        }

        private String value(JsonNode turn) {
            return text(turn.path("value"), "'value'").replace(MARKED, PLACEHOLDER);
        }

        private String text(JsonNode node, String what) {
            if (!node.isTextual()) {
                throw bad("has " + what + " that is no text: " + node);
            }
            return node.asText();
        }

        private ImagoException bad(String message) {
            return new ImagoException(ErrorCode.BAD_SAMPLE, place, message);
        }
    }

    private static int count(String value) {
        return value.split(PLACEHOLDER, -1).length - 1;
    }
}
