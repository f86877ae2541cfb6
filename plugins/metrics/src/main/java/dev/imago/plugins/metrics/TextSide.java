package dev.imago.plugins.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Gelu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text side of a published model, as its {@code config.json} tells; what that leaves out has
 * the defaults of its family.
 *
 * @param clip whether it is CLIP's: causal, read at the end mark, projected beside the tower
 * @param vocabulary rows of the embedding
 * @param width of a position
 * @param inner width of the feed-forward blocks
 * @param layers how many
 * @param heads of the attention
 * @param positions the longest text, marks included
 * @param epsilon of the norms
 * @param form of the activation
 * @param common width of the space of pictures and texts
 */
record TextSide(
        boolean clip,
        int vocabulary,
        int width,
        int inner,
        int layers,
        int heads,
        int positions,
        double epsilon,
        Gelu form,
        int common) {
    private static final List<String> FAMILIES = List.of("clip", "siglip");

    /**
     * Of a folder.
     *
     * @throws ImagoException FILE_NOT_FOUND, CORRUPT_FILE, or CHECKPOINT_MISMATCH for another
     *     family
     */
    static TextSide of(Path folder) {
        Path file = folder.resolve("config.json");
        JsonNode json = json(file);
        String family = json.path("model_type").asText("");
        if (!FAMILIES.contains(family) || !json.path("text_config").isObject()) {
            throw new ImagoException(
                    ErrorCode.CHECKPOINT_MISMATCH,
                    file.toString(),
                    "is of '"
                            + family
                            + "', expected clip or siglip with a text_config, whose text side reads"
                            + " texts");
        }
        boolean clip = family.equals("clip");
        JsonNode text = json.path("text_config");
        int width = text.path("hidden_size").asInt(clip ? 512 : 768);
        return new TextSide(
                clip,
                text.path("vocab_size").asInt(clip ? 49_408 : 32_000),
                width,
                text.path("intermediate_size").asInt(clip ? 2048 : 3072),
                text.path("num_hidden_layers").asInt(12),
                text.path("num_attention_heads").asInt(clip ? 8 : 12),
                text.path("max_position_embeddings").asInt(clip ? 77 : 64),
                text.path("layer_norm_eps").asDouble(clip ? 1e-5 : 1e-6),
                Gelu.named(
                        text.path("hidden_act").asText(clip ? "quick_gelu" : "gelu_pytorch_tanh")),
                clip
                        ? json.path("projection_dim").asInt(512)
                        : text.path("projection_size").asInt(width));
    }

    /** A JSON file of a published folder. */
    static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ImagoException(ErrorCode.FILE_NOT_FOUND, file.toString(), "does not exist");
        }
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE, file.toString(), "is no readable JSON", e);
        }
    }
}
