package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.PublishedConfig;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.Spec;
import dev.imago.api.text.ChatTemplate;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubCache;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.HeadsSection;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.SpecReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder that the Python reference wrote, as the model section of a recipe. Its {@code
 * config.json} names the vision encoder but does not describe it: where the folder has its settings
 * they are taken, else those of the model it names.
 */
final class ReferenceModel {
    private static final String VISION = "vision_config";
    private static final String TOWER = "mm_vision_tower";

    /** What the reference calls the encoder that it always takes, and where that is published. */
    private static final Map<String, String> TOWERS =
            Map.of("siglip/CLIP-ViT-SO400M-14-384", "hf://google/siglip-so400m-patch14-384");

    /** Settings that recorded models keep beside the config. */
    private static final String EXTRA = "metamorph_extra.json";

    private final Path folder;
    private final SpecReader specs;
    private final HubCache hub;
    private final Map<String, Object> config;
    private final Map<String, Object> extra;

    /**
     * @param environment names the hub's cache, where the encoder may lie
     */
    ReferenceModel(Path folder, ComponentRegistry registry, Map<String, String> environment) {
        this.folder = folder;
        this.hub = new HubCache(environment);
        this.specs = new SpecReader(registry);
        this.config = PublishedFiles.read(folder).model();
        this.extra = PublishedFiles.optional(folder.resolve(EXTRA));
    }

    /** Whether a folder's config has what only the reference's has. */
    static boolean isIn(Path folder) {
        Map<String, Object> config = PublishedFiles.read(folder).model();
        return config.containsKey("mm_projector_type") && config.containsKey("vision_head_type");
    }

    ModelSection section() {
        return section(folder, null, folder);
    }

    /**
     * Over a base whose layers the folder has adapters for, with what else it trained.
     *
     * @param base the language model's folder
     * @param tokenizer the folder with its tokenizer
     */
    ModelSection over(Path base, Path tokenizer) {
        return section(null, base, tokenizer);
    }

    private ModelSection section(Path weights, Path backbone, Path tokenizer) {
        boolean normalize = flag("normalize_vision");
        boolean softmax = flag("apply_softmax");
        return new ModelSection(
                encoder(),
                read(
                        TokenReducer.class,
                        ReferenceParts.reducer(
                                text("image_token_reduction", "none"),
                                number("num_image_tokens", 64))),
                read(FeatureNorm.class, ReferenceParts.norm(normalize, softmax)),
                read(
                        Connector.class,
                        ReferenceParts.connector(text("mm_projector_type", "linear"))),
                read(Backbone.class, keys("auto")).from(backbone),
                new HeadsSection(
                        specs.read(TextHead.class, "lm"),
                        read(
                                VisionHead.class,
                                ReferenceParts.head(
                                        text("vision_head_type", "linear"),
                                        normalize,
                                        softmax,
                                        1))),
                null,
                null,
                tokenizer,
                read(ChatTemplate.class, Map.of("type", "llama3", "newlines", 1, "bos", "twice")),
                null,
                weights,
                null,
                null);
    }

    private <K> Spec<K> read(Class<K> kind, Map<String, Object> keys) {
        return specs.read(kind, PublishedModel.yaml(keys));
    }

    private Map<String, Object> keys(String type) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", type);
        keys.put("weights", folder.toString());
        return keys;
    }

    private Spec<Encoder> encoder() {
        Map<String, Object> vision = PublishedConfig.object(config, VISION);
        Spec<Encoder> plain;
        if (!vision.isEmpty()) {
            plain = read(Encoder.class, withLayer(keys("auto"))).from(null);
        } else if (!PublishedConfig.object(extra, VISION).isEmpty()) {
            plain = specs.readKnown(Encoder.class, described());
        } else {
            return named();
        }
        return plain;
    }

    /** The encoder that recorded models describe in words of their own. */
    private Map<String, Object> described() {
        Map<String, Object> keys =
                withLayer(new LinkedHashMap<>(PublishedConfig.object(extra, VISION)));
        keys.put("type", keys.get("kind").toString().replaceFirst("_vision_model$", ""));
        keys.put("image_mean", keys.get("mean"));
        keys.put("image_std", keys.get("std"));
        return keys;
    }

    private Map<String, Object> withLayer(Map<String, Object> keys) {
        keys.put("select_layer", number("mm_vision_select_layer", -1));
        return keys;
    }

    /** The published encoder that the config names, whose weights the reference never changes. */
    private Spec<Encoder> named() {
        String name = text(TOWER, "");
        String address = TOWERS.getOrDefault(name, name);
        boolean published = HubAddress.isAddress(address);
        Path found = published ? hub.find(HubAddress.of(address)) : folder.resolve(address);
        boolean whole = !published || hub.has(HubAddress.of(address));
        if (!whole || !Files.exists(found.resolve(PublishedFiles.CONFIG))) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder.resolve(PublishedFiles.CONFIG) + ", " + TOWER,
                    "names the encoder '"
                            + name
                            + "', which is not here ("
                            + found
                            + ")"
                            + (published ? "; `imago download " + address + "` fetches it" : ""));
        }
        Map<String, Object> keys = withLayer(new LinkedHashMap<>());
        keys.put("type", "auto");
        keys.put("weights", found.toString());
        return read(Encoder.class, keys);
    }

    private boolean flag(String key) {
        return Boolean.TRUE.equals(extra.getOrDefault(key, config.get(key)));
    }

    private String text(String key, String byDefault) {
        return config.get(key) instanceof String text ? text : byDefault;
    }

    private int number(String key, int byDefault) {
        return config.get(key) instanceof Integer number ? number : byDefault;
    }
}
