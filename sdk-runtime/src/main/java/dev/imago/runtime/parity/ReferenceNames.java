package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.Spec;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference's names of parts, as specs of the components that do the same. */
final class ReferenceNames {
    private static final Pattern MLP = Pattern.compile("mlp(\\d+)x_gelu");

    private final Bench bench;

    ReferenceNames(Bench bench) {
        this.bench = bench;
    }

    /** {@code image_token_reduction} with {@code num_image_tokens}. */
    Spec<TokenReducer> reducer(String name, int tokens) {
        ObjectNode keys = Bench.keys();
        keys.put("tokens", tokens);
        keys.put("round_down", true);
        return bench.spec(TokenReducer.class, name.equals("mlpmixer") ? "mlp_mixer" : name, keys);
    }

    /** {@code normalize_vision} and {@code apply_softmax}. */
    Spec<FeatureNorm> norm(boolean normalize, boolean softmax, double temperature) {
        ObjectNode keys = Bench.keys();
        keys.put("temperature", temperature);
        String type = normalize ? "l2" : "none";
        if (softmax) {
            type = normalize ? "l2_softmax" : "softmax";
        }
        return bench.spec(FeatureNorm.class, type, keys);
    }

    /** {@code mm_projector_type}. */
    Spec<Connector> connector(String name) {
        ObjectNode keys = Bench.keys();
        Matcher mlp = MLP.matcher(name);
        if (mlp.matches()) {
            keys.put("depth", Integer.parseInt(mlp.group(1)));
            return bench.spec(Connector.class, "mlp", keys);
        }
        return bench.spec(Connector.class, name.equals("mlpsoftmax") ? "mlp_softmax" : name, keys);
    }

    /**
     * {@code vision_head_type}; names that the reference does not know are one linear map.
     *
     * @param weight of the loss
     */
    Spec<VisionHead> head(String name, boolean normalize, boolean softmax, double weight) {
        ObjectNode keys = Bench.keys();
        keys.put("loss", loss(normalize, softmax));
        keys.put("weight", weight);
        boolean known = List.of("linear", "mlp", "mlp2x_gelu", "identity").contains(name);
        return bench.spec(VisionHead.class, known ? name : "linear", keys);
    }

    /** What the reference calls mse is a mean absolute difference. */
    static String loss(boolean normalize, boolean softmax) {
        if (softmax) {
            return "softmax";
        }
        return normalize ? "cosine" : "l1";
    }
}
