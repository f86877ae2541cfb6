package dev.imago.api.model;

import dev.imago.api.Api;
import dev.imago.api.nn.AttentionShape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.RopeScaling;
import dev.imago.api.plugin.InvalidValueException;

/**
 * What a {@link PreNormBackbone} must know. A family's config record implements it by its keys,
 * which are those of the published config.json; what a family always has, or never, it says by
 * overriding a default here.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface BackboneKeys {
    /** Width of the hidden states. */
    Integer hiddenSize();

    /** Inner width of the feed-forward blocks. */
    Integer intermediateSize();

    /** Number of layers. */
    Integer numHiddenLayers();

    /** Attention heads of queries. */
    Integer numAttentionHeads();

    /** Heads of keys and values, a divisor of {@link #numAttentionHeads}. */
    Integer numKeyValueHeads();

    /** Channels of one head. */
    Integer headDim();

    /** Rows of the token embedding. */
    Integer vocabSize();

    /** The most positions of a sequence. */
    Integer maxPositionEmbeddings();

    /** Epsilon of the norms. */
    Double rmsNormEps();

    /** Base of the rotary frequencies. */
    Double ropeTheta();

    /** How rotary frequencies are stretched. */
    RopeScaling ropeScaling();

    /** Whether the output projection is the token embedding. */
    Boolean tieWordEmbeddings();

    /** Standard deviation of new weights. */
    Double initializerRange();

    /** Whether the projections of queries, keys and values have a bias. */
    default boolean hasQueryBias() {
        return false;
    }

    /** Whether the output projection of attention has a bias. */
    default boolean hasOutputBias() {
        return false;
    }

    /** Whether the feed-forward projections have a bias. */
    default boolean hasMlpBias() {
        return false;
    }

    /** Whether queries and keys are normed head by head before they are rotated. */
    default boolean hasHeadNorms() {
        return false;
    }

    /** How many positions a position of a layer sees, its own included; 0 for all before it. */
    default int window(int layer) {
        return 0;
    }

    /** How a new token embedding starts. */
    default Init embeddingInit() {
        return Init.normal(initializerRange());
    }

    /** How new weights that write to the residual stream start. */
    default Init residualInit() {
        return Init.normal(initializerRange());
    }

    /** Sizes of a layer's attention. */
    default AttentionShape attention(int layer) {
        return new AttentionShape(
                hiddenSize(),
                numAttentionHeads(),
                numKeyValueHeads(),
                headDim(),
                hasQueryBias(),
                hasOutputBias(),
                window(layer));
    }

    /**
     * For compact constructors: what has to hold between keys.
     *
     * @throws InvalidValueException naming the key that does not fit
     */
    static void checkHeads(int heads, int keyValueHeads, int headDim) {
        if (heads % keyValueHeads != 0) {
            throw new InvalidValueException(
                    "num_key_value_heads",
                    "is " + keyValueHeads + ", expected a divisor of " + heads);
        }
        if (headDim % 2 != 0) {
            throw new InvalidValueException("head_dim", "is " + headDim + ", expected an even one");
        }
    }
}
