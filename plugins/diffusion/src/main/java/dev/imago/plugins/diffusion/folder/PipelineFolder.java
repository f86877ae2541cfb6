package dev.imago.plugins.diffusion.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.plugins.diffusion.projector.GridConfig;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A decoder as a folder: {@code unet/}, {@code vae/} and {@code scheduler/} as diffusers has them,
 * {@code projector.safetensors} and {@code model_config.json} as the reference does.
 */
public record PipelineFolder(Path path) {
    /** The UNet's folder. */
    public static final String UNET = "unet";

    /** The autoencoder's folder. */
    public static final String VAE = "vae";

    /** The projector's weights, without ending. */
    public static final String PROJECTOR = "projector";

    /** The projector's sizes. */
    public static final String PROJECTOR_CONFIG = "model_config.json";

    /** The weights that put visual tokens at their places, without ending. */
    public static final String GRID = "grid";

    /** The sizes of these. */
    public static final String GRID_CONFIG = "grid_config.json";

    /** How noise was added. */
    public static final String SCHEDULER = "scheduler/scheduler_config.json";

    /** The parts by name. */
    public static final String INDEX = "model_index.json";

    /** The UNet's sizes. */
    public UNetConfig unet() {
        return UNetConfig.read(new PartFolder(path.resolve(UNET)).config());
    }

    /** The autoencoder's sizes; empty where pixels are denoised. */
    public Optional<VaeConfig> vae() {
        Path folder = path.resolve(VAE);
        return Files.exists(folder)
                ? Optional.of(VaeConfig.read(new PartFolder(folder).config()))
                : Optional.empty();
    }

    /** The projector's sizes; empty where it has none yet. */
    public Optional<ProjectorConfig> projector() {
        return sizes(PROJECTOR_CONFIG, ProjectorConfig.class);
    }

    /** The sizes of what puts visual tokens at their places; empty where nothing does. */
    public Optional<GridConfig> grid() {
        return sizes(GRID_CONFIG, GridConfig.class);
    }

    private <C extends Record> Optional<C> sizes(String name, Class<C> type) {
        Path file = path.resolve(name);
        return Files.exists(file)
                ? Optional.of(DiffusersJson.record(file.toString(), DiffusersJson.read(file), type))
                : Optional.empty();
    }

    /** What {@code scheduler_config.json} says; empty without one. */
    public Optional<JsonNode> scheduler() {
        Path file = path.resolve(SCHEDULER);
        return Files.exists(file) ? Optional.of(DiffusersJson.read(file)) : Optional.empty();
    }
}
