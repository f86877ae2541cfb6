package dev.imago.plugins.wardrobe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Grammar;
import dev.imago.plugins.wardrobe.world.Ground;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Questions;
import dev.imago.plugins.wardrobe.world.Tint;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The {@code tokenizer.json} of the wardrobe's words, as the Hugging Face libraries read it: one
 * token a word, without case and punctuation.
 */
public final class WardrobeTokenizer {
    private static final List<String> SPECIAL =
            List.of(
                    "<pad>",
                    "<user>",
                    "<assistant>",
                    "<eos>",
                    "<image_start>",
                    "<image_end>",
                    "<system>",
                    "<unk>");
    private static final String UNKNOWN = "<unk>";

    /** Spellings of one word, after case is gone: what is written, what it becomes. */
    private static final String[][] SPELLINGS = {
        {"[^a-z0-9\\s-]", " "},
        {"(?<![a-z])-+|-+(?![a-z])", " "},
        {"\\bcolour", "color"},
        {"\\bgrey\\b", "gray"},
        {"\\ban\\b", "a"},
        {"\\b(t ?|tee-? ?)shirt\\b", "t-shirt"},
        {"\\btrousers\\b", "trouser"},
        {"\\b(the )?(top|upper)[ -]left\\b", "top-left"},
        {"\\b(the )?(top|upper)[ -]right\\b", "top-right"},
        {"\\b(the )?(bottom|lower)[ -]left\\b", "bottom-left"},
        {"\\b(the )?(bottom|lower)[ -]right\\b", "bottom-right"},
    };

    private final ObjectMapper mapper = new ObjectMapper();

    /** All tokens, by id. */
    public List<String> vocabulary() {
        Set<String> words = new LinkedHashSet<>(SPECIAL);
        addNames(words, Arrays.asList(Garment.values()));
        addNames(words, Arrays.asList(Tint.values()));
        addNames(words, Arrays.asList(Ground.values()));
        addNames(words, Arrays.asList(Place.values()));
        words.addAll(Questions.numbers());
        for (String phrase : new Grammar().phrases()) {
            String plain = phrase.toLowerCase(Locale.ROOT).replaceAll("\\{[a-z]+}|[^a-z -]", " ");
            words.addAll(Arrays.asList(plain.strip().split("\\s+")));
        }
        words.remove("");
        return List.copyOf(words);
    }

    private static void addNames(Set<String> words, Collection<?> names) {
        names.forEach(name -> words.add(name.toString()));
    }

    /** The file's text. */
    public String json() {
        ObjectNode root = mapper.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        List<String> vocabulary = vocabulary();
        ArrayNode added = root.putArray("added_tokens");
        SPECIAL.forEach(token -> added.add(special(token, vocabulary.indexOf(token))));
        root.set("normalizer", normalizer());
        root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
        root.putNull("post_processor").putNull("decoder");
        ObjectNode model = root.putObject("model").put("type", "WordLevel");
        ObjectNode ids = model.putObject("vocab");
        vocabulary.forEach(word -> ids.put(word, ids.size()));
        model.put("unk_token", UNKNOWN);
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("tokenizer", e);
        }
    }

    private ObjectNode special(String token, int id) {
        return mapper.createObjectNode()
                .put("id", id)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private ObjectNode normalizer() {
        ObjectNode sequence = mapper.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("normalizers");
        steps.addObject().put("type", "Lowercase");
        for (String[] spelling : SPELLINGS) {
            ObjectNode step = steps.addObject().put("type", "Replace");
            step.putObject("pattern").put("Regex", spelling[0]);
            step.put("content", spelling[1]);
        }
        return sequence;
    }
}
