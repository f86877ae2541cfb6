package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.model.ReferenceParts;
import java.util.Map;

/** The reference's names of parts, as specs of the components that do the same. */
final class ReferenceNames {
    private final Bench bench;

    ReferenceNames(Bench bench) {
        this.bench = bench;
    }

    /** {@code image_token_reduction} with {@code num_image_tokens}. */
    Spec<TokenReducer> reducer(String name, int tokens) {
        return spec(TokenReducer.class, ReferenceParts.reducer(name, tokens));
    }

    /** {@code normalize_vision} and {@code apply_softmax}. */
    Spec<FeatureNorm> norm(boolean normalize, boolean softmax, double temperature) {
        Map<String, Object> keys = ReferenceParts.norm(normalize, softmax);
        keys.put("temperature", temperature);
        return spec(FeatureNorm.class, keys);
    }

    /** {@code mm_projector_type}. */
    Spec<Connector> connector(String name) {
        return spec(Connector.class, ReferenceParts.connector(name));
    }

    /**
     * {@code vision_head_type}; names that the reference does not know are one linear map.
     *
     * @param weight of the loss
     */
    Spec<VisionHead> head(String name, boolean normalize, boolean softmax, double weight) {
        return spec(VisionHead.class, ReferenceParts.head(name, normalize, softmax, weight));
    }

    /** What the reference calls mse is a mean absolute difference. */
    static String loss(boolean normalize, boolean softmax) {
        return ReferenceParts.loss(normalize, softmax);
    }

    private <K> Spec<K> spec(Class<K> kind, Map<String, Object> component) {
        ObjectNode keys = new ObjectMapper().valueToTree(component);
        return bench.spec(kind, (String) component.get("type"), keys);
    }
}
