package dev.imago.plugins.diffusion.vae;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Sizes of an {@link AutoencoderKL}, under the keys of its {@code config.json}. */
@Doc("The autoencoder, under the keys of diffusers.")
public record VaeConfig(
        @Doc("channels of pictures") Integer inChannels,
        @Doc("channels of decoded pictures") Integer outChannels,
        @Doc("channels of each level, from the finest; each but the last halves the sides")
                List<Integer> blockOutChannels,
        @Doc("DownEncoderBlock2D for each level") List<String> downBlockTypes,
        @Doc("UpDecoderBlock2D for each level") List<String> upBlockTypes,
        @Doc("ResNet blocks of a level; decoders have one more") Integer layersPerBlock,
        @Doc("channels of the latents") Integer latentChannels,
        @Doc("groups of the group norms") Integer normNumGroups,
        @Doc("activation: silu") String actFn,
        @Doc("side of the pictures it was trained on; above it tiles may be used")
                Integer sampleSize,
        @Doc("what latents are multiplied with before a UNet takes them") Double scalingFactor,
        @Doc("what is taken off latents before they are scaled; none by default")
                Double shiftFactor,
        @Doc("whether the coarsest level has attention") Boolean midBlockAddAttention,
        @Doc("whether a convolution follows the encoder") Boolean useQuantConv,
        @Doc("whether a convolution goes before the decoder") Boolean usePostQuantConv) {
    /** The class of diffusers. */
    public static final String CLASS = "AutoencoderKL";

    private static final String DOWN = "DownEncoderBlock2D";
    private static final String UP = "UpDecoderBlock2D";

    private static final List<String> LISTS =
            List.of("block_out_channels", "down_block_types", "up_block_types");

    /** Keys of diffusers that are built in one way only; empty stands for null. */
    private static final Map<String, String> FIXED = Map.of("latents_mean", "", "latents_std", "");

    /** Defaults and checks. */
    public VaeConfig {
        inChannels = Check.positive(inChannels, 3, "in_channels");
        outChannels = Check.positive(outChannels, 3, "out_channels");
        blockOutChannels =
                List.copyOf(Check.orDefault(blockOutChannels, List.of(128, 256, 512, 512)));
        int levels = blockOutChannels.size();
        downBlockTypes = types(downBlockTypes, DOWN, levels, "down_block_types");
        upBlockTypes = types(upBlockTypes, UP, levels, "up_block_types");
        layersPerBlock = Check.positive(layersPerBlock, 2, "layers_per_block");
        latentChannels = Check.positive(latentChannels, 4, "latent_channels");
        normNumGroups = Check.positive(normNumGroups, 32, "norm_num_groups");
        actFn = Check.oneOf(actFn, "silu", List.of("silu", "swish"), "act_fn");
        sampleSize = Check.positive(sampleSize, 512, "sample_size");
        scalingFactor = Check.between(scalingFactor, 0.18215, 1e-9, 1e9, "scaling_factor");
        shiftFactor = Check.between(shiftFactor, null, -1e9, 1e9, "shift_factor");
        midBlockAddAttention = Check.orDefault(midBlockAddAttention, true);
        useQuantConv = Check.orDefault(useQuantConv, true);
        usePostQuantConv = Check.orDefault(usePostQuantConv, true);
        for (int channels : blockOutChannels) {
            if (channels < 1 || channels % normNumGroups != 0) {
                throw new InvalidValueException(
                        "norm_num_groups",
                        "is "
                                + normNumGroups
                                + ", expected a divisor of all block_out_channels "
                                + blockOutChannels);
            }
        }
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws dev.imago.api.error.ImagoException for another architecture
     */
    public static VaeConfig read(Path file) {
        return DiffusersJson.record(file, CLASS, VaeConfig.class, FIXED);
    }

    /** The text of {@code config.json}. */
    public String json() {
        return DiffusersJson.text(this, CLASS, LISTS);
    }

    /** How many pixels make one latent along a side. */
    public int scale() {
        return 1 << (blockOutChannels.size() - 1);
    }

    private static List<String> types(List<String> list, String only, int levels, String key) {
        List<String> all = List.copyOf(Check.orDefault(list, Collections.nCopies(levels, only)));
        if (all.isEmpty() || all.size() != levels) {
            throw new InvalidValueException(
                    key, "has " + all.size() + " entries, expected " + levels + ", one a level");
        }
        all.forEach(type -> Check.oneOf(type, only, List.of(only), key));
        return all;
    }
}
