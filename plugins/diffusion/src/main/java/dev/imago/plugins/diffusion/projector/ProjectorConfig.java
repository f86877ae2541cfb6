package dev.imago.plugins.diffusion.projector;

import dev.imago.api.model.FeatureShape;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Keys of a projector, under the names of the reference's {@code model_config.json}.
 *
 * @param mode how visual tokens are projected
 * @param inputDim D; null takes the model's
 * @param hiddenDim width of hidden layers
 * @param outputDim C; null takes the UNet's
 * @param numTokens rows that xattn, xattnffn and transformer learn
 * @param numLayers layers
 * @param numHeads heads of attention
 * @param contextTokens rows of the context
 * @param padding how the context is filled up with zeros
 * @param visionTokens K it was trained with; null where nobody has told
 */
@Doc("From visual tokens to the context of the UNet.")
public record ProjectorConfig(
        @Doc(
                        "mlp keeps the number of tokens; xattn, xattnffn and transformer learn num_tokens rows")
                String mode,
        @Doc("width of visual tokens; the model's by default") Integer inputDim,
        @Doc("width of hidden layers of mlp and transformer") Integer hiddenDim,
        @Doc("width of the context; the UNet's cross_attention_dim by default") Integer outputDim,
        @Doc("rows that xattn, xattnffn and transformer learn") Integer numTokens,
        @Doc("layers; 1 is as 2 for mlp") Integer numLayers,
        @Doc("attention heads of xattn and xattnffn; transformer always has 4") Integer numHeads,
        @Doc("rows of the context") Integer contextTokens,
        @Doc(
                        "context_tokens fills up with zeros to so many rows; vision_tokens adds"
                                + " context_tokens less the visual tokens whatever came out, as the"
                                + " reference does while it trains")
                String padding,
        @Doc("visual tokens of a picture it was trained with; the model's by default")
                Integer visionTokens) {
    /** Tokens go through layers one by one. */
    public static final String MLP = "mlp";

    /** Learned rows look at the tokens. */
    public static final String CROSS_ATTENTION = "xattn";

    /** The same with feed-forward blocks. */
    public static final String CROSS_ATTENTION_FFN = "xattnffn";

    /** Encoder and decoder, the decoder's input learned. */
    public static final String TRANSFORMER = "transformer";

    /** Fills up to {@code context_tokens}. */
    public static final String TO_CONTEXT = "context_tokens";

    /** Adds {@code context_tokens - K} rows. */
    public static final String BY_VISION_TOKENS = "vision_tokens";

    private static final int TRANSFORMER_HEADS = 4;

    /** Defaults and checks. */
    public ProjectorConfig {
        List<String> modes = List.of(MLP, CROSS_ATTENTION, CROSS_ATTENTION_FFN, TRANSFORMER);
        mode = Check.oneOf(mode, MLP, modes, "mode");
        inputDim = Check.between(inputDim, null, 1, Integer.MAX_VALUE, "input_dim");
        hiddenDim = Check.positive(hiddenDim, 2048, "hidden_dim");
        outputDim = Check.between(outputDim, null, 1, Integer.MAX_VALUE, "output_dim");
        numTokens = Check.positive(numTokens, 77, "num_tokens");
        contextTokens = Check.positive(contextTokens, 77, "context_tokens");
        numLayers = Check.positive(numLayers, 2, "num_layers");
        numHeads = Check.positive(numHeads, 8, "num_heads");
        padding =
                Check.oneOf(padding, TO_CONTEXT, List.of(TO_CONTEXT, BY_VISION_TOKENS), "padding");
        visionTokens = Check.between(visionTokens, null, 1, Integer.MAX_VALUE, "vision_tokens");
        boolean crosses = mode.startsWith(CROSS_ATTENTION);
        if (crosses && outputDim != null && outputDim % numHeads != 0) {
            throw new InvalidValueException(
                    "num_heads", "is " + numHeads + ", expected a divisor of " + outputDim);
        }
        if (mode.equals(TRANSFORMER) && hiddenDim % TRANSFORMER_HEADS != 0) {
            throw new InvalidValueException(
                    "hidden_dim",
                    "is " + hiddenDim + ", expected a multiple of " + TRANSFORMER_HEADS);
        }
    }

    /** One of which nobody has told how many visual tokens it was trained with. */
    public ProjectorConfig(
            String mode,
            Integer inputDim,
            Integer hiddenDim,
            Integer outputDim,
            Integer numTokens,
            Integer numLayers,
            Integer numHeads,
            Integer contextTokens,
            String padding) {
        this(
                mode,
                inputDim,
                hiddenDim,
                outputDim,
                numTokens,
                numLayers,
                numHeads,
                contextTokens,
                padding,
                null);
    }

    /** The same with sizes of the parts beside it where it has none. */
    public ProjectorConfig between(FeatureShape visual, int contextWidth) {
        return new ProjectorConfig(
                mode,
                Check.orDefault(inputDim, visual.width()),
                hiddenDim,
                Check.orDefault(outputDim, contextWidth),
                numTokens,
                numLayers,
                numHeads,
                contextTokens,
                padding,
                Check.orDefault(visionTokens, visual.tokens()));
    }

    /** The same with another padding. */
    public ProjectorConfig padded(String other) {
        return new ProjectorConfig(
                mode,
                inputDim,
                hiddenDim,
                outputDim,
                numTokens,
                numLayers,
                numHeads,
                contextTokens,
                other,
                visionTokens);
    }

    /** Heads of the attention that the mode has. */
    int heads() {
        return mode.equals(TRANSFORMER) ? TRANSFORMER_HEADS : numHeads;
    }
}
