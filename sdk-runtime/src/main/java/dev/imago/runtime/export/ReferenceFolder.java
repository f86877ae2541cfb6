package dev.imago.runtime.export;

import dev.imago.api.nn.Parameter;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.model.ModelAssembly;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.PartNames;
import dev.imago.runtime.model.ReferenceParts;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a model as the Python reference has it. Its key names are Imago's already; what differs is
 * the config. The encoder's settings, which the reference has in its code, stand beside.
 */
final class ReferenceFolder {
    private static final long SHARD = 5L << 30;

    /** The only encoder that the reference knows, at whatever size. */
    private static final String TOWER = "siglip/CLIP-ViT-SO400M-14-384";

    private final ModelSession session;
    private final ModelSection section;
    private final ModelFamilies families;

    ReferenceFolder(ModelSession session, ModelFamilies families) {
        this.session = session;
        this.section = session.section();
        this.families = families;
    }

    void write(Path folder) throws IOException {
        if (!section.hasVision()) {
            throw ReferenceParts.lacks("model.encoder", "none");
        }
        Map<String, Object> config = config();
        Files.createDirectories(folder);
        PublishedTokenizer tokenizer = new PublishedTokenizer(session);
        config.put("eos_token_id", tokenizer.stops());
        PublishedTokenizer.json(folder.resolve(PublishedFiles.CONFIG), config);
        PublishedTokenizer.json(
                folder.resolve(PublishedFiles.PREPROCESSOR), session.preprocessing());
        tokenizer.write(folder);
        NameGlob left =
                NameGlob.of(
                        "{"
                                + ModelAssembly.decodersGlob()
                                + ","
                                + PartNames.glob("adapters")
                                + "}");
        List<Parameter> parameters =
                session.store().parameters().stream().filter(p -> !left.matches(p.name())).toList();
        new SafetensorsWriter(session.store().ops())
                .writeFolder(folder, session.store().tensors(parameters), SHARD);
    }

    private Map<String, Object> config() {
        requireType(section.backbone(), "model.backbone", "llama");
        requireType(section.encoder(), "model.encoder", "siglip");
        Map<String, Object> config = new LinkedHashMap<>(published(section.backbone()));
        config.put("architectures", List.of("MetaMorphLlamaForCausalLM"));
        config.put("model_type", "metamorph_llama");
        config.put("torch_dtype", session.live().precision().torchName());
        Map<String, Object> vision = published(section.encoder());
        requireKey(vision, "stem", "patch");
        requireKey(vision, "output", "patches");
        requireKey(vision, "post_norm", false);
        config.put("mm_vision_tower", TOWER);
        config.put("vision_config", vision);
        config.put("mm_vision_select_layer", vision.get("select_layer"));
        config.put("mm_vision_select_feature", "patch");
        config.put("mm_patch_merge_type", "flat");
        config.put("mm_hidden_size", session.live().model().visual().width());
        config.put("num_image_tokens", session.live().model().visual().tokens());
        config.put("image_token_reduction", ReferenceParts.reducerName(section.reducer()));
        config.put("normalize_vision", ReferenceParts.normalizes(section.normalize()));
        config.put("apply_softmax", ReferenceParts.takesSoftmax(section.normalize()));
        config.put("mm_projector_type", ReferenceParts.connectorName(section.connector()));
        config.put("vision_head_type", ReferenceParts.headName(section.heads().vision()));
        config.put("mm_use_im_start_end", true);
        config.put("mm_use_im_patch_token", false);
        config.put("use_mm_proj", true);
        config.put("freeze_vision", true);
        config.put("image_aspect_ratio", "square");
        config.put("tokenizer_padding_side", "right");
        config.put("tokenizer_model_max_length", config.get("max_position_embeddings"));
        return config;
    }

    private Map<String, Object> published(Spec<?> spec) {
        return families.of(spec).orElseThrow().published(RecipeWriter.tree(spec.config()));
    }

    private static void requireKey(Map<String, Object> vision, String key, Object value) {
        if (!value.equals(vision.get(key))) {
            throw ReferenceParts.lacks("model.encoder." + key, String.valueOf(vision.get(key)));
        }
    }

    private static void requireType(Spec<?> part, String key, String type) {
        if (!part.type().equals(type)) {
            throw ReferenceParts.lacks(key, part.type());
        }
    }
}
