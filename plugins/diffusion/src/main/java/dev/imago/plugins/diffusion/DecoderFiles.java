package dev.imago.plugins.diffusion;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.FolderPart.WeightFile;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.folder.LegacyKeys;
import dev.imago.plugins.diffusion.folder.PartFolder;
import dev.imago.plugins.diffusion.folder.PipelineFolder;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a decoder lies in a folder. */
final class DecoderFiles {
    private DecoderFiles() {}

    static List<WeightFile> weights(DecoderSettings settings) {
        List<WeightFile> files = new ArrayList<>();
        files.add(
                new WeightFile(
                        "unet.",
                        PipelineFolder.UNET + "/" + PartFolder.WEIGHTS,
                        UnaryOperator.identity(),
                        false));
        if (settings.vae() != null) {
            files.add(
                    new WeightFile(
                            "vae.",
                            PipelineFolder.VAE + "/" + PartFolder.WEIGHTS,
                            LegacyKeys::current,
                            false));
        }
        files.add(
                new WeightFile(
                        "projector.", PipelineFolder.PROJECTOR, UnaryOperator.identity(), true));
        if (settings.grid() != null) {
            files.add(
                    new WeightFile("grid.", PipelineFolder.GRID, UnaryOperator.identity(), false));
        }
        return files;
    }

    static Map<String, String> texts(DecoderSettings settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PipelineFolder.UNET + "/" + PartFolder.CONFIG, settings.unet().json());
        if (settings.vae() != null) {
            texts.put(PipelineFolder.VAE + "/" + PartFolder.CONFIG, settings.vae().json());
        }
        ObjectNode scheduler = settings.scheduler().toJson(settings.sampler());
        texts.put(PipelineFolder.SCHEDULER, scheduler.toPrettyString() + "\n");
        texts.put(PipelineFolder.PROJECTOR_CONFIG, DiffusersJson.plain(settings.projector()));
        if (settings.grid() != null) {
            texts.put(PipelineFolder.GRID_CONFIG, DiffusersJson.plain(settings.grid()));
        }
        texts.put(PipelineFolder.INDEX, index(settings, scheduler));
        return texts;
    }

    /** What diffusers opens the folder by. */
    private static String index(DecoderSettings settings, ObjectNode scheduler) {
        ObjectNode index = JsonMapper.builder().build().createObjectNode();
        index.put("_class_name", "StableDiffusionPipeline");
        String diffusers = "diffusers";
        index.putArray("unet").add(diffusers).add(UNetConfig.CLASS);
        if (settings.vae() != null) {
            index.putArray("vae").add(diffusers).add(VaeConfig.CLASS);
        }
        index.putArray("scheduler").add(diffusers).add(scheduler.path("_class_name").asText());
        return index.toPrettyString() + "\n";
    }
}
