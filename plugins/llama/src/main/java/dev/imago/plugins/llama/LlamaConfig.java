package dev.imago.plugins.llama;

import dev.imago.api.nn.AttentionShape;
import dev.imago.api.nn.Init;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/** Sizes of a {@link LlamaBackbone}; names and defaults are those of a published config.json. */
@Doc("LLaMA language model: grouped-query attention, rotary positions, SwiGLU, RMS norm")
public record LlamaConfig(
        @Doc("width of the hidden states") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks") Integer intermediateSize,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads of queries") Integer numAttentionHeads,
        @Doc("key-value heads; divides num_attention_heads, by which it defaults")
                Integer numKeyValueHeads,
        @Doc("channels of one head; defaults to hidden_size / num_attention_heads") Integer headDim,
        @Doc("rows of the token embedding") Integer vocabSize,
        @Doc("epsilon of the norms") Double rmsNormEps,
        @Doc("base of the rotary frequencies") Double ropeTheta,
        @Doc("how rotary frequencies are stretched for longer contexts") RopeScaling ropeScaling,
        @Doc("whether the output projection is the token embedding") Boolean tieWordEmbeddings,
        @Doc("whether the attention projections have a bias") Boolean attentionBias,
        @Doc("whether the feed-forward projections have a bias") Boolean mlpBias,
        @Doc("most positions of a sequence") Integer maxPositionEmbeddings,
        @Doc("standard deviation of new weights") Double initializerRange,
        @Doc("standard deviation of a new token embedding; initializer_range by default")
                Double embeddingInitializerRange,
        @Doc("divide new weights that write to the residual stream by the root of twice the layers")
                Boolean scaledInit) {
    /** Defaults and checks. */
    public LlamaConfig {
        hiddenSize = Check.positive(hiddenSize, 4096, "hidden_size");
        intermediateSize = Check.positive(intermediateSize, 11008, "intermediate_size");
        numHiddenLayers = Check.positive(numHiddenLayers, 32, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 32, "num_attention_heads");
        numKeyValueHeads =
                Check.positive(numKeyValueHeads, numAttentionHeads, "num_key_value_heads");
        headDim = Check.positive(headDim, hiddenSize / numAttentionHeads, "head_dim");
        vocabSize = Check.positive(vocabSize, 32000, "vocab_size");
        rmsNormEps = Check.between(rmsNormEps, 1e-6, 0, 1, "rms_norm_eps");
        ropeTheta = Check.between(ropeTheta, 10000.0, 1, 1e12, "rope_theta");
        ropeScaling = Check.orDefault(ropeScaling, RopeScaling.NONE);
        tieWordEmbeddings = Check.orDefault(tieWordEmbeddings, false);
        attentionBias = Check.orDefault(attentionBias, false);
        mlpBias = Check.orDefault(mlpBias, false);
        maxPositionEmbeddings =
                Check.positive(maxPositionEmbeddings, 2048, "max_position_embeddings");
        initializerRange = Check.between(initializerRange, 0.02, 0, 10, "initializer_range");
        embeddingInitializerRange =
                Check.between(
                        embeddingInitializerRange,
                        initializerRange,
                        0,
                        10,
                        "embedding_initializer_range");
        scaledInit = Check.orDefault(scaledInit, false);
        if (numAttentionHeads % numKeyValueHeads != 0) {
            throw new InvalidValueException(
                    "num_key_value_heads",
                    "is " + numKeyValueHeads + ", expected a divisor of " + numAttentionHeads);
        }
        if (headDim % 2 != 0) {
            throw new InvalidValueException("head_dim", "is " + headDim + ", expected an even one");
        }
    }

    /** How new weights that write to the residual stream start. */
    Init residualInit() {
        double factor = scaledInit ? 1 / Math.sqrt(2.0 * numHiddenLayers) : 1;
        return Init.normal(initializerRange * factor);
    }

    /**
     * How rotary frequencies are stretched; keys as in {@code rope_scaling} of config.json.
     *
     * @param ropeType which rule
     * @param factor how many times longer the context
     * @param lowFreqFactor of llama3: longer wavelengths are stretched in full
     * @param highFreqFactor of llama3: shorter wavelengths are kept
     * @param originalMaxPositionEmbeddings of llama3: the context before stretching
     */
    public record RopeScaling(
            @Doc("default (none), linear or llama3") String ropeType,
            @Doc("how many times longer the context") Double factor,
            @Doc("llama3: longer wavelengths are stretched in full") Double lowFreqFactor,
            @Doc("llama3: shorter wavelengths are kept") Double highFreqFactor,
            @Doc("llama3: the context before stretching") Integer originalMaxPositionEmbeddings) {
        static final RopeScaling NONE = new RopeScaling("default", null, null, null, null);

        /** Defaults and checks. */
        public RopeScaling {
            ropeType =
                    Check.oneOf(
                            ropeType,
                            "default",
                            List.of("default", "linear", "llama3"),
                            "rope_type");
            factor = Check.between(factor, ropeType.equals("llama3") ? 8.0 : 1.0, 1, 1e6, "factor");
            lowFreqFactor = Check.between(lowFreqFactor, 1.0, 0, 1e6, "low_freq_factor");
            highFreqFactor = Check.between(highFreqFactor, 4.0, 0, 1e6, "high_freq_factor");
            originalMaxPositionEmbeddings =
                    Check.positive(
                            originalMaxPositionEmbeddings,
                            8192,
                            "original_max_position_embeddings");
            if (ropeType.equals("llama3") && highFreqFactor <= lowFreqFactor) {
                throw new InvalidValueException(
                        "high_freq_factor",
                        "is " + highFreqFactor + ", expected more than low_freq_factor");
            }
        }
    }

    AttentionShape attention() {
        return new AttentionShape(
                hiddenSize,
                numAttentionHeads,
                numKeyValueHeads,
                headDim,
                attentionBias,
                attentionBias);
    }
}
