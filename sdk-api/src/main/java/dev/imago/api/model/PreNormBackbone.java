package dev.imago.api.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import dev.imago.api.nn.AttentionInput;
import dev.imago.api.nn.CausalSelfAttention;
import dev.imago.api.nn.CausalSelfAttention.HeadNorms;
import dev.imago.api.nn.Embedding;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.KvCache;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PreNormLayer;
import dev.imago.api.nn.PreNormStack;
import dev.imago.api.nn.PreallocatedKvCache;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.RmsNorm;
import dev.imago.api.nn.RotaryEmbedding;
import dev.imago.api.nn.SwigluMlp;
import dev.imago.api.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A language model of LLaMA's build: pre-norm layers of rotary attention and SwiGLU, a final norm,
 * an output projection; under the key names of published checkpoints. LLaMA, Qwen and Mistral are
 * this, with other {@link BackboneKeys}.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public class PreNormBackbone implements Backbone {
    private final Ops ops;
    private final BackboneKeys keys;
    private final Embedding embedding;
    private final PreNormStack stack;
    private final RmsNorm norm;
    private final Linear output;
    private final RotaryEmbedding rotary;

    /**
     * Declares {@code model.*} and, unless tied, {@code lm_head.weight}.
     *
     * @param weights the root of the model's weights
     */
    public PreNormBackbone(BackboneKeys keys, Weights weights, Ops ops) {
        this.ops = ops;
        this.keys = keys;
        Init init = Init.normal(keys.initializerRange());
        Weights model = weights.at("model");
        int width = keys.hiddenSize();
        embedding =
                new Embedding(
                        ops,
                        model.at("embed_tokens"),
                        keys.vocabSize(),
                        width,
                        keys.embeddingInit());
        List<PreNormLayer> layers = new ArrayList<>();
        for (int i = 0; i < keys.numHiddenLayers(); i++) {
            layers.add(layer(model.at("layers").at(String.valueOf(i)), i));
        }
        stack = new PreNormStack(ops, layers);
        norm = new RmsNorm(ops, model.at("norm"), width, keys.rmsNormEps());
        output =
                keys.tieWordEmbeddings()
                        ? weights.tied(embedding.weight())
                        : weights.linear("lm_head", width, keys.vocabSize(), false, init);
        rotary = keys.ropeScaling().embedding(ops, keys.headDim(), keys.ropeTheta());
    }

    private PreNormLayer layer(Weights weights, int index) {
        int width = keys.hiddenSize();
        double epsilon = keys.rmsNormEps();
        Init init = Init.normal(keys.initializerRange());
        Weights inner = weights.at("self_attn");
        CausalSelfAttention attention =
                new CausalSelfAttention(
                        ops,
                        inner,
                        keys.attention(index),
                        init,
                        keys.residualInit(),
                        headNorms(inner));
        SwigluMlp mlp =
                new SwigluMlp(
                        ops,
                        weights.at("mlp"),
                        width,
                        keys.intermediateSize(),
                        keys.hasMlpBias(),
                        init,
                        keys.residualInit());
        return new PreNormLayer(
                ops,
                new RmsNorm(ops, weights.at("input_layernorm"), width, epsilon),
                attention,
                new RmsNorm(ops, weights.at("post_attention_layernorm"), width, epsilon),
                mlp);
    }

    private HeadNorms headNorms(Weights attention) {
        if (!keys.hasHeadNorms()) {
            return null;
        }
        int width = keys.headDim();
        double epsilon = keys.rmsNormEps();
        return new HeadNorms(
                new RmsNorm(ops, attention.at("q_norm"), width, epsilon)::apply,
                new RmsNorm(ops, attention.at("k_norm"), width, epsilon)::apply);
    }

    @Override
    public final int width() {
        return keys.hiddenSize();
    }

    @Override
    public final int depth() {
        return stack.layers().size();
    }

    @Override
    public final int vocabulary() {
        return keys.vocabSize();
    }

    @Override
    public final NDArray embed(NDArray ids) {
        return embedding.apply(ids);
    }

    @Override
    public final ForwardPass begin(AttentionInput input) {
        NDList tables = rotary.tables(input.positions(), embedding.weight().value());
        return new Pass(stack, tables, input);
    }

    private record Pass(PreNormStack stack, NDList tables, AttentionInput input)
            implements ForwardPass {
        @Override
        public NDArray layer(int index, NDArray hidden) {
            return stack.layers().get(index).apply(hidden, tables, input, index);
        }

        @Override
        public Optional<NDArray> layers(NDArray hidden) {
            return stack.decode(hidden, tables, input);
        }

        @Override
        public NDArray layer(int index, NDArray hidden, NDArray rows) {
            return stack.layers().get(index).apply(hidden, tables, input, index, rows);
        }
    }

    @Override
    public final int positions() {
        return keys.maxPositionEmbeddings();
    }

    @Override
    public final boolean packs() {
        return true;
    }

    @Override
    public final NDArray norm(NDArray hidden) {
        return norm.apply(hidden);
    }

    @Override
    public final Linear output() {
        return output;
    }

    @Override
    public final KvCache cache(NDManager owner, int batch, int capacity) {
        Shape shape = new Shape(batch, keys.numKeyValueHeads(), capacity, keys.headDim());
        Precision precision = Precision.of(embedding.weight().value());
        return new PreallocatedKvCache(ops, owner, depth(), shape, precision);
    }
}
