package dev.imago.plugins.mistral;

import dev.imago.api.model.BackboneKeys;
import dev.imago.api.nn.RopeScaling;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;

/** Sizes of a {@link MistralBackbone}; names and defaults are those of a published config.json. */
@Doc("Mistral language model: as LLaMA, with a sliding window")
public record MistralConfig(
        @Doc("width of the hidden states") Integer hiddenSize,
        @Doc("inner width of the feed-forward blocks") Integer intermediateSize,
        @Doc("number of layers") Integer numHiddenLayers,
        @Doc("attention heads of queries") Integer numAttentionHeads,
        @Doc("key-value heads; divides num_attention_heads") Integer numKeyValueHeads,
        @Doc("channels of one head; defaults to hidden_size / num_attention_heads") Integer headDim,
        @Doc("rows of the token embedding") Integer vocabSize,
        @Doc("epsilon of the norms") Double rmsNormEps,
        @Doc("base of the rotary frequencies") Double ropeTheta,
        @Doc("how rotary frequencies are stretched for longer contexts") RopeScaling ropeScaling,
        @Doc("whether the output projection is the token embedding") Boolean tieWordEmbeddings,
        @Doc("positions a position sees, its own included; all before it where left out")
                Integer slidingWindow,
        @Doc("most positions of a sequence") Integer maxPositionEmbeddings,
        @Doc("standard deviation of new weights") Double initializerRange)
        implements BackboneKeys {
    /** Defaults and checks. */
    public MistralConfig {
        hiddenSize = Check.positive(hiddenSize, 4096, "hidden_size");
        intermediateSize = Check.positive(intermediateSize, 14336, "intermediate_size");
        numHiddenLayers = Check.positive(numHiddenLayers, 32, "num_hidden_layers");
        numAttentionHeads = Check.positive(numAttentionHeads, 32, "num_attention_heads");
        numKeyValueHeads =
                Check.positive(
                        numKeyValueHeads, Math.min(8, numAttentionHeads), "num_key_value_heads");
        headDim = Check.positive(headDim, hiddenSize / numAttentionHeads, "head_dim");
        vocabSize = Check.positive(vocabSize, 32000, "vocab_size");
        rmsNormEps = Check.between(rmsNormEps, 1e-6, 0, 1, "rms_norm_eps");
        ropeTheta = Check.between(ropeTheta, 10000.0, 1, 1e12, "rope_theta");
        ropeScaling = Check.orDefault(ropeScaling, RopeScaling.NONE);
        tieWordEmbeddings = Check.orDefault(tieWordEmbeddings, false);
        slidingWindow = Check.between(slidingWindow, null, 1, Integer.MAX_VALUE, "sliding_window");
        maxPositionEmbeddings =
                Check.positive(maxPositionEmbeddings, 131072, "max_position_embeddings");
        initializerRange = Check.between(initializerRange, 0.02, 0, 10, "initializer_range");
        BackboneKeys.checkHeads(numAttentionHeads, numKeyValueHeads, headDim);
    }

    @Override
    public int window(int layer) {
        return slidingWindow == null ? 0 : slidingWindow;
    }
}
