package dev.imago.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.SpecReader;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A language model alone, as others publish it: a folder with {@code config.json}, weights and
 * tokenizer, or a GGUF file, which holds all three.
 */
public final class LanguageModelFiles {
    private static final String CONFIG = "config.json";
    private static final String TYPE = "model_type";
    private static final String PICTURES =
            "{model.vision_tower,model.vision_norm,model.mm_projector,vision_head}.**";

    private final Path path;
    private final Spec<Backbone> backbone;
    private final boolean tied;

    private LanguageModelFiles(Path path, Spec<Backbone> backbone, boolean tied) {
        this.path = path;
        this.backbone = backbone;
        this.tied = tied;
    }

    /**
     * Reads what the model is.
     *
     * @throws ImagoException naming the file and what is wrong with it
     */
    public static LanguageModelFiles open(Path path, ComponentRegistry registry) {
        ObjectNode config = GgufFile.isOne(path) ? ofGguf(path) : ofFolder(path);
        String type = config.path(TYPE).asText();
        ObjectNode keys = config.objectNode().put("type", type);
        for (RecordComponent known : components(registry, type)) {
            String key = snakeCase(known.getName());
            if (config.hasNonNull(key)) {
                keys.set(key, config.get(key));
            }
        }
        Spec<Backbone> backbone =
                new SpecReader(registry).read(Backbone.class, keys.toPrettyString());
        return new LanguageModelFiles(
                path, backbone, config.path("tie_word_embeddings").asBoolean());
    }

    private static RecordComponent[] components(ComponentRegistry registry, String type) {
        return registry.get(Backbone.class, type).config().getRecordComponents();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static ObjectNode ofGguf(Path path) {
        return new JsonMapper().valueToTree(PublishedFiles.read(path).model());
    }

    private static ObjectNode ofFolder(Path folder) {
        Path file = folder.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    file.toString(),
                    "does not exist, expected a folder in the Hugging Face layout or a GGUF file");
        }
        try {
            JsonNode config = new JsonMapper().readTree(file.toFile());
            if (config instanceof ObjectNode object) {
                return object;
            }
            throw new ImagoException(ErrorCode.CORRUPT_FILE, file.toString(), "is no JSON object");
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, file.toString(), "is no JSON: " + e.getMessage(), e);
        }
    }

    /** The backbone with its keys. */
    public Spec<Backbone> backbone() {
        return backbone;
    }

    /** Opens its tokenizer. */
    public JsonTokenizer tokenizer() {
        return JsonTokenizer.open(path);
    }

    /**
     * Fills a store over which its backbone was built. Of a model folder of Imago only the language
     * model is read.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH with all that does not fit
     */
    public void fill(ParameterStore store) {
        LoadRules rules = LoadRules.EXACT.ignore("**.rotary_emb.inv_freq").ignore(PICTURES);
        try (Checkpoint weights = Checkpoint.open(path)) {
            store.load(weights, tied ? rules.ignore("lm_head.weight") : rules);
        }
    }
}
