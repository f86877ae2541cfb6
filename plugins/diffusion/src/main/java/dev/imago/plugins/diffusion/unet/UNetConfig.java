package dev.imago.plugins.diffusion.unet;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sizes of a {@link UNet2DConditionModel}, under the keys of its {@code config.json}. Where a list
 * may have one entry, that holds for all blocks.
 */
@Doc("The UNet, under the keys of diffusers.")
public record UNetConfig(
        @Doc("side of the latents it was trained on") Integer sampleSize,
        @Doc("channels of the latents") Integer inChannels,
        @Doc("channels of the prediction") Integer outChannels,
        @Doc("channels of each level, from the finest") List<Integer> blockOutChannels,
        @Doc("DownBlock2D or CrossAttnDownBlock2D for each level") List<String> downBlockTypes,
        @Doc("UNetMidBlock2DCrossAttn or UNetMidBlock2D") String midBlockType,
        @Doc("UpBlock2D or CrossAttnUpBlock2D for each level, from the coarsest")
                List<String> upBlockTypes,
        @Doc(value = "ResNet blocks of a level; one for all or one each", loneEntry = true)
                List<Integer> layersPerBlock,
        @Doc(
                        value =
                                "transformer blocks after each ResNet block; one for all or one each",
                        loneEntry = true)
                List<Integer> transformerLayersPerBlock,
        @Doc(
                        value =
                                "heads of attention, by the name that diffusers has for them; one for all or one each",
                        loneEntry = true)
                List<Integer> attentionHeadDim,
        @Doc(value = "heads of attention; attention_head_dim by default", loneEntry = true)
                List<Integer> numAttentionHeads,
        @Doc(value = "width of the context; one for all or one each", loneEntry = true)
                List<Integer> crossAttentionDim,
        @Doc(
                        value =
                                "whether transformers have no self-attention; one for all or one each",
                        loneEntry = true)
                List<Boolean> onlyCrossAttention,
        @Doc("whether transformers begin and end with linear layers instead of convolutions")
                Boolean useLinearProjection,
        @Doc("groups of the group norms") Integer normNumGroups,
        @Doc("epsilon of the group norms of ResNet blocks") Double normEps,
        @Doc("activation: silu") String actFn,
        @Doc("whether the cosines of time come first") Boolean flipSinToCos,
        @Doc("taken off the number of time frequencies") Double freqShift,
        @Doc("width of the time embedding; four times the first channels by default")
                Integer timeEmbeddingDim,
        @Doc("how time enters ResNet blocks: default adds, scale_shift scales and adds")
                String resnetTimeScaleShift,
        @Doc("whether ResNet blocks take the time embedding without its activation")
                Boolean resnetSkipTimeAct,
        @Doc("what ResNet blocks are divided by") Double resnetOutScaleFactor,
        @Doc("what the ResNet blocks of the middle are divided by") Double midBlockScaleFactor,
        @Doc("padding of the convolutions that halve: 1, or 0 for right and bottom only")
                Integer downsamplePadding,
        @Doc("whether samples in 0..1 are brought to -1..1 first") Boolean centerInputSample,
        @Doc("side of the first filters, odd") Integer convInKernel,
        @Doc("side of the last filters, odd") Integer convOutKernel) {
    /** The class of diffusers. */
    public static final String CLASS = "UNet2DConditionModel";

    static final String DOWN = "DownBlock2D";
    static final String CROSS_DOWN = "CrossAttnDownBlock2D";
    static final String UP = "UpBlock2D";
    static final String CROSS_UP = "CrossAttnUpBlock2D";
    static final String MID = "UNetMidBlock2D";
    static final String CROSS_MID = "UNetMidBlock2DCrossAttn";
    static final String SCALE_SHIFT = "scale_shift";

    private static final String DEFAULT = "default";
    private static final int TIMES = 4;

    private static final List<String> LISTS =
            List.of("block_out_channels", "down_block_types", "up_block_types");

    /** Keys of diffusers that are built in one way only; empty stands for null. */
    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("addition_embed_type", ""),
                    Map.entry("attention_type", DEFAULT),
                    Map.entry("class_embed_type", ""),
                    Map.entry("cross_attention_norm", ""),
                    Map.entry("dual_cross_attention", "false"),
                    Map.entry("encoder_hid_dim", ""),
                    Map.entry("encoder_hid_dim_type", ""),
                    Map.entry("mid_block_only_cross_attention", "false"),
                    Map.entry("num_class_embeds", ""),
                    Map.entry("reverse_transformer_layers_per_block", ""),
                    Map.entry("time_cond_proj_dim", ""),
                    Map.entry("time_embedding_act_fn", ""),
                    Map.entry("time_embedding_type", "positional"),
                    Map.entry("timestep_post_act", ""));

    /** Defaults and checks. */
    public UNetConfig {
        sampleSize = Check.positive(sampleSize, 64, "sample_size");
        inChannels = Check.positive(inChannels, 4, "in_channels");
        outChannels = Check.positive(outChannels, 4, "out_channels");
        blockOutChannels =
                List.copyOf(Check.orDefault(blockOutChannels, List.of(320, 640, 1280, 1280)));
        int levels = blockOutChannels.size();
        downBlockTypes = types(downBlockTypes, CROSS_DOWN, DOWN, levels, "down_block_types");
        upBlockTypes = types(upBlockTypes, CROSS_UP, UP, levels, "up_block_types");
        List<String> mids = List.of(CROSS_MID, MID);
        midBlockType = Check.oneOf(midBlockType, CROSS_MID, mids, "mid_block_type");
        layersPerBlock = each(layersPerBlock, 2, levels, "layers_per_block");
        transformerLayersPerBlock =
                each(transformerLayersPerBlock, 1, levels, "transformer_layers_per_block");
        attentionHeadDim = each(attentionHeadDim, 8, levels, "attention_head_dim");
        numAttentionHeads =
                numAttentionHeads == null || numAttentionHeads.isEmpty()
                        ? null
                        : each(numAttentionHeads, 8, levels, "num_attention_heads");
        crossAttentionDim = each(crossAttentionDim, 768, levels, "cross_attention_dim");
        onlyCrossAttention = each(onlyCrossAttention, false, levels, "only_cross_attention");
        useLinearProjection = Check.orDefault(useLinearProjection, false);
        normNumGroups = Check.positive(normNumGroups, 32, "norm_num_groups");
        normEps = Check.between(normEps, 1e-5, 0, 1, "norm_eps");
        actFn = Check.oneOf(actFn, "silu", List.of("silu", "swish"), "act_fn");
        flipSinToCos = Check.orDefault(flipSinToCos, true);
        freqShift = Check.between(freqShift, 0.0, 0, 1, "freq_shift");
        timeEmbeddingDim = Check.between(timeEmbeddingDim, null, 1, 1 << 24, "time_embedding_dim");
        List<String> shifts = List.of(DEFAULT, SCALE_SHIFT);
        resnetTimeScaleShift =
                Check.oneOf(resnetTimeScaleShift, DEFAULT, shifts, "resnet_time_scale_shift");
        resnetSkipTimeAct = Check.orDefault(resnetSkipTimeAct, false);
        resnetOutScaleFactor =
                Check.between(resnetOutScaleFactor, 1.0, 1e-6, 1e6, "resnet_out_scale_factor");
        midBlockScaleFactor =
                Check.between(midBlockScaleFactor, 1.0, 1e-6, 1e6, "mid_block_scale_factor");
        downsamplePadding = Check.between(downsamplePadding, 1, 0, 1, "downsample_padding");
        centerInputSample = Check.orDefault(centerInputSample, false);
        convInKernel = Check.positive(convInKernel, 3, "conv_in_kernel");
        convOutKernel = Check.positive(convOutKernel, 3, "conv_out_kernel");
        checkGroups(blockOutChannels, normNumGroups);
        for (int level = 0; level < levels; level++) {
            boolean crosses =
                    downBlockTypes.get(level).equals(CROSS_DOWN)
                            || upBlockTypes.get(levels - 1 - level).equals(CROSS_UP)
                            || level == levels - 1 && midBlockType.equals(CROSS_MID);
            List<Integer> heads = Check.orDefault(numAttentionHeads, attentionHeadDim);
            if (crosses) {
                checkHeads(blockOutChannels.get(level), at(heads, level));
            }
        }
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws dev.imago.api.error.ImagoException for another architecture, or keys that ask for
     *     what is not built
     */
    public static UNetConfig read(Path file) {
        return DiffusersJson.record(file, CLASS, UNetConfig.class, FIXED);
    }

    /** The text of {@code config.json}. */
    public String json() {
        return DiffusersJson.text(this, CLASS, LISTS);
    }

    /** How many levels there are. */
    public int levels() {
        return blockOutChannels.size();
    }

    /** Width of the time embedding. */
    int timeWidth() {
        return Check.orDefault(timeEmbeddingDim, TIMES * blockOutChannels.get(0));
    }

    /** Heads of attention at a level. */
    int heads(int level) {
        return at(Check.orDefault(numAttentionHeads, attentionHeadDim), level);
    }

    /** What a list says about a level. */
    static <T> T at(List<T> list, int level) {
        return list.get(list.size() == 1 ? 0 : level);
    }

    private static <T> List<T> each(List<T> list, T byDefault, int levels, String key) {
        List<T> all = List.copyOf(Check.orDefault(list, List.of(byDefault)));
        if (all.size() != 1 && all.size() != levels) {
            throw new InvalidValueException(
                    key,
                    "has " + all.size() + " entries, expected 1 or " + levels + ", one a level");
        }
        for (T entry : all) {
            if (entry instanceof Integer number && number < 1) {
                throw new InvalidValueException(key, "has " + entry + ", expected at least 1");
            }
        }
        return all;
    }

    private static List<String> types(
            List<String> list, String cross, String plain, int levels, String key) {
        List<String> usual =
                Stream.iterate(0, i -> i + 1)
                        .limit(levels)
                        .map(i -> (key.startsWith("up") ? i : levels - 1 - i) == 0 ? plain : cross)
                        .toList();
        List<String> all = List.copyOf(Check.orDefault(list, usual));
        if (all.size() != levels) {
            throw new InvalidValueException(
                    key, "has " + all.size() + " entries, expected " + levels + ", one a level");
        }
        all.forEach(type -> Check.oneOf(type, plain, List.of(cross, plain), key));
        return all;
    }

    private static void checkGroups(List<Integer> channels, int groups) {
        for (int count : channels) {
            if (count < 1 || count % groups != 0) {
                throw new InvalidValueException(
                        "norm_num_groups",
                        "is "
                                + groups
                                + ", expected a divisor of all block_out_channels "
                                + channels);
            }
        }
    }

    private static void checkHeads(int channels, int heads) {
        if (channels % heads != 0) {
            throw new InvalidValueException(
                    "attention_head_dim",
                    "has "
                            + heads
                            + " heads, expected a divisor of the level's "
                            + channels
                            + " channels");
        }
    }
}
