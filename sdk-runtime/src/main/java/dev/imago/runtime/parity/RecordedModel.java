package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.TextHead;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Spec;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.ModelAssembly;
import dev.imago.runtime.recipe.HeadsSection;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;

/**
 * A multimodal model as a case's model folder describes it, assembled as a recipe would and filled.
 *
 * @param live the model
 * @param store its weights
 * @param settings what the reference keeps outside {@code config.json}
 * @param freezesEncoder whether the vision encoder is not trained
 * @param headFits whether the recorded vision head predicts vectors as wide as visual tokens; if
 *     not, ours has weights of its own
 */
record RecordedModel(
        LiveModel live,
        ParameterStore store,
        JsonNode settings,
        boolean freezesEncoder,
        boolean headFits)
        implements AutoCloseable {
    private static final String HEAD = "vision_head.";
    private static final double TEMPERATURE = 0.07;

    static RecordedModel open(ParityCase recorded, Bench bench, NDManager scope) {
        Path folder = recorded.modelFolder();
        JsonNode config = ParityCase.json(folder.resolve("config.json"));
        JsonNode settings = ParityCase.json(folder.resolve("metamorph_extra.json"));
        ModelSection section = section(recorded, bench, config, settings);
        ParameterStore store = bench.store(scope);
        RecordedVocabulary words = new RecordedVocabulary(config.path("vocab_size").asInt());
        try (Safetensors file = Safetensors.open(folder)) {
            LiveModel live =
                    new LiveModel(
                            new ModelAssembly(section, bench.factory(), words).over(store.root()),
                            bench.ops(),
                            Precision.FP32);
            boolean fits = headWidth(file, live) == live.model().visual().width();
            store.load(file, rules(file, store, fits));
            store.initialise(0);
            boolean frozen = config.path("freeze_vision").asBoolean(true);
            return new RecordedModel(live, store, settings, frozen, fits);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static ModelSection section(
            ParityCase recorded, Bench bench, JsonNode config, JsonNode settings) {
        ReferenceNames names = new ReferenceNames(bench);
        boolean normalize = flag(settings, config, "normalize_vision");
        boolean softmax = flag(settings, config, "apply_softmax");
        String head = settings.path("vision_head").asText(config.path("vision_head_type").asText());
        return new ModelSection(
                encoder(bench, config, settings),
                names.reducer(
                        config.path("image_token_reduction").asText(),
                        config.path("num_image_tokens").asInt()),
                names.norm(normalize, softmax, TEMPERATURE),
                names.connector(config.path("mm_projector_type").asText()),
                LanguageModelCheck.backbone(recorded, bench),
                new HeadsSection(
                        bench.spec(TextHead.class, "lm", Bench.keys()),
                        names.head(head, normalize, softmax, visionWeight(recorded, settings))),
                null,
                null,
                null,
                template(bench),
                null,
                null,
                null,
                null);
    }

    private static boolean flag(JsonNode settings, JsonNode config, String key) {
        return settings.path(key).asBoolean(config.path(key).asBoolean());
    }

    /** What the picture loss is multiplied with; 0 where the case switches it off. */
    static double visionWeight(ParityCase recorded, JsonNode settings) {
        boolean learned =
                recorded.at("/use_vision_ar")
                        .asBoolean(settings.path("use_vision_ar").asBoolean(true));
        double weight =
                recorded.at("/vision_coef").asDouble(settings.path("vision_coef").asDouble(1));
        return learned ? weight : 0;
    }

    private static Spec<Encoder> encoder(Bench bench, JsonNode config, JsonNode settings) {
        ObjectNode keys = Bench.keys(settings.path("vision_config"));
        keys.put("select_layer", config.path("mm_vision_select_layer").asInt(-1));
        String kind = keys.path("kind").asText().replaceFirst("_vision_model$", "");
        return bench.spec(Encoder.class, kind, keys);
    }

    /** Any: sequences are recorded as ids. */
    private static Spec<ChatTemplate> template(Bench bench) {
        return bench.spec(ChatTemplate.class, "llama3", Bench.keys());
    }

    /** Rows of the last layer of the recorded vision head. */
    private static long headWidth(Safetensors file, LiveModel live) {
        return file.tensors().values().stream()
                .filter(info -> info.name().startsWith(HEAD) && info.name().endsWith(".weight"))
                .max(java.util.Comparator.comparingInt(info -> layer(info.name())))
                .map(info -> info.shape().get(0))
                .orElse((long) live.model().backbone().width());
    }

    private static int layer(String name) {
        String[] parts = name.split("\\.");
        return parts.length == 3 ? Integer.parseInt(parts[1]) : 0;
    }

    /** Passes over what the reference stores and nothing needs. */
    private static LoadRules rules(Safetensors file, ParameterStore store, boolean headFits) {
        LoadRules rules = LoadRules.EXACT;
        for (String key : file.tensors().keySet()) {
            boolean unused =
                    key.startsWith(ModelAssembly.ENCODER + ".")
                            || key.startsWith("model.vision_proj.");
            if (unused && store.find(key).isEmpty() || !headFits && key.startsWith(HEAD)) {
                rules = rules.ignore(key);
            }
        }
        return headFits ? rules : rules.optional(HEAD + "**");
    }

    @Override
    public void close() {
        store.close();
    }
}
