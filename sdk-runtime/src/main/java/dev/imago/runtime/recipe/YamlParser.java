package dev.imago.runtime.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.imago.api.error.ErrorCode;
import dev.imago.runtime.recipe.RecipeNode.Entry;
import dev.imago.runtime.recipe.RecipeNode.Form;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Scalar;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text to nodes with places. YAML's syntax, without anchors, tags and second documents. */
final class YamlParser {
    private static final Pattern POSITION =
            Pattern.compile("in 'reader', line (\\d{1,7}), column (\\d{1,7})");

    private final RecipeSource source;
    private final List<String> lines;
    private final RecipeProblems problems;
    private final YAMLParser yaml;
    // Where the text starts: an override's value knows the path it will stand at.
    private final String rootPath;

    private YamlParser(RecipeSource source, String text, String rootPath, RecipeProblems problems)
            throws IOException {
        this.source = source;
        this.lines = text.lines().toList();
        this.rootPath = rootPath;
        this.problems = problems;
        this.yaml =
                YAMLFactory.builder()
                        // Only true and false are booleans; 'no' is a word, 'on' as well.
                        .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                        .build()
                        .createParser(text);
    }

    /** The nodes of a text; throws what was found so far where it is not YAML. */
    static RecipeNode parse(
            RecipeSource source, String text, String rootPath, RecipeProblems problems) {
        try {
            return new YamlParser(source, text, rootPath, problems).document();
        } catch (JsonProcessingException e) {
            Place place = placeOf(e, source, rootPath);
            problems.add(ErrorCode.RECIPE_SYNTAX, place, "is not YAML: " + told(e) + ".");
            throw problems.exception();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private RecipeNode document() throws IOException {
        if (yaml.nextToken() == null) {
            return new Scalar(new Place(source, 1, 1, rootPath), Form.NULL, "");
        }
        RecipeNode root = value(rootPath);
        if (yaml.nextToken() != null) {
            problems.add(
                    ErrorCode.RECIPE_SYNTAX,
                    here(rootPath),
                    "a second document begins here, expected one.");
        }
        return root;
    }

    private RecipeNode value(String path) throws IOException {
        Place place = here(path);
        if (isAnchored()) {
            problems.add(
                    ErrorCode.RECIPE_SYNTAX,
                    place,
                    "anchors (&), aliases (*) and tags (!) are not part of a recipe.",
                    "To share keys between recipes, use 'extends'.");
        }
        if (yaml.isCurrentAlias()) {
            return new Scalar(place, Form.UNRESOLVED, yaml.getText());
        }
        return switch (yaml.currentToken()) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            case VALUE_NULL -> new Scalar(place, Form.NULL, "");
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(place, Form.BOOLEAN, yaml.getText());
            case VALUE_NUMBER_INT -> new Scalar(place, Form.INTEGER, yaml.getText());
            case VALUE_NUMBER_FLOAT -> new Scalar(place, Form.DECIMAL, yaml.getText());
            default -> text(place, yaml.getText());
        };
    }

    private Mapping mapping(Place place) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String key = yaml.currentName();
            Place keyPlace = here(place.childPath(key));
            yaml.nextToken();
            Entry before = entries.put(key, new Entry(keyPlace, value(keyPlace.path())));
            if (before != null) {
                problems.add(
                        ErrorCode.RECIPE_SYNTAX,
                        keyPlace,
                        "the key stands twice, first on line " + before.key().line() + ".");
            }
        }
        return new Mapping(place, entries);
    }

    private Sequence sequence(Place place) throws IOException {
        List<RecipeNode> items = new ArrayList<>();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(place.childPath(Integer.toString(items.size()))));
        }
        return new Sequence(place, items);
    }

    private boolean isAnchored() throws IOException {
        return yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null;
    }

    /** Jackson reads 1e-4 as a text, so whether quotes stand there decides what it may become. */
    private Scalar text(Place place, String text) {
        String line = place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
        int at = place.column() - 1;
        boolean quoted = at >= 0 && at < line.length() && "\"'|>".indexOf(line.charAt(at)) >= 0;
        Form plain = text.isEmpty() ? Form.NULL : Form.PLAIN;
        return new Scalar(place, quoted ? Form.QUOTED : plain, text);
    }

    private Place here(String path) {
        JsonLocation at = yaml.currentTokenLocation();
        return new Place(source, at.getLineNr(), at.getColumnNr(), path);
    }

    /** The last place that SnakeYAML names is that of the problem, others are of its context. */
    private static Place placeOf(JsonProcessingException e, RecipeSource source, String path) {
        JsonLocation at = e.getLocation();
        Place place =
                at == null
                        ? new Place(source, 1, 1, path)
                        : new Place(source, at.getLineNr(), at.getColumnNr(), path);
        for (Matcher m = POSITION.matcher(e.getOriginalMessage()); m.find(); ) {
            int line = Integer.parseInt(m.group(1));
            place = new Place(source, line, Integer.parseInt(m.group(2)), path);
        }
        return place;
    }

    /** SnakeYAML's words without its own places and excerpts, which stand on indented lines. */
    private static String told(JsonProcessingException e) {
        return e.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
    }
}
