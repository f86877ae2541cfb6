package dev.imago.plugins.llama;

import dev.imago.api.model.BackboneKeys;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.RopeScaling;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

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
                Boolean scaledInit)
        implements BackboneKeys {
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
        BackboneKeys.checkHeads(numAttentionHeads, numKeyValueHeads, headDim);
    }

    @Override
    public boolean hasQueryBias() {
        return attentionBias;
    }

    @Override
    public boolean hasOutputBias() {
        return attentionBias;
    }

    @Override
    public boolean hasMlpBias() {
        return mlpBias;
    }

    @Override
    public Init embeddingInit() {
        return Init.normal(embeddingInitializerRange);
    }

    @Override
    public Init residualInit() {
        double factor = scaledInit ? 1 / Math.sqrt(2.0 * numHiddenLayers) : 1;
        return Init.normal(initializerRange * factor);
    }
}
