package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.recipe.RecipeWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference's names of parts, and the components with their keys that do the same; both ways. A
 * component is a map with its {@code type}, as a recipe has it.
 */
public final class ReferenceParts {
    /** What the reference divides by where it takes a softmax of features. */
    public static final double TEMPERATURE = 0.07;

    private static final Pattern MLP = Pattern.compile("mlp(\\d+)x_gelu");
    private static final List<String> HEADS = List.of("linear", "mlp", "mlp2x_gelu", "identity");

    private ReferenceParts() {}

    /** {@code image_token_reduction} with {@code num_image_tokens}. */
    public static Map<String, Object> reducer(String name, int tokens) {
        Map<String, Object> keys = typed(name.equals("mlpmixer") ? "mlp_mixer" : name);
        keys.put("tokens", tokens);
        if (name.endsWith("interpolation")) {
            keys.put("round_down", true);
        }
        return keys;
    }

    /** {@code normalize_vision} and {@code apply_softmax}. */
    public static Map<String, Object> norm(boolean normalize, boolean softmax) {
        String type = normalize ? "l2" : "none";
        if (!softmax) {
            return typed(type);
        }
        Map<String, Object> keys = typed(normalize ? "l2_softmax" : "softmax");
        keys.put("temperature", TEMPERATURE);
        return keys;
    }

    /** {@code mm_projector_type}. */
    public static Map<String, Object> connector(String name) {
        Matcher mlp = MLP.matcher(name);
        if (mlp.matches()) {
            Map<String, Object> keys = typed("mlp");
            keys.put("depth", Integer.parseInt(mlp.group(1)));
            return keys;
        }
        return typed(name.equals("mlpsoftmax") ? "mlp_softmax" : name);
    }

    /**
     * {@code vision_head_type}; names that the reference does not know are one linear map.
     *
     * @param weight of the loss
     */
    public static Map<String, Object> head(
            String name, boolean normalize, boolean softmax, double weight) {
        Map<String, Object> keys = typed(HEADS.contains(name) ? name : "linear");
        keys.put("loss", loss(normalize, softmax));
        keys.put("weight", weight);
        return keys;
    }

    /** What the reference calls mse is a mean absolute difference. */
    public static String loss(boolean normalize, boolean softmax) {
        if (softmax) {
            return "softmax";
        }
        return normalize ? "cosine" : "l1";
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", type);
        return keys;
    }

    /** The reference's name of a reducer. */
    public static String reducerName(Spec<?> reducer) {
        return switch (reducer.type()) {
            case "interpolation", "concat_interpolation", "none" -> reducer.type();
            case "mlp_mixer" -> "mlpmixer";
            default -> throw lacks("model.reducer", reducer.type());
        };
    }

    /** Whether the reference normalises where it has this norm. */
    public static boolean normalizes(Spec<?> norm) {
        return switch (norm.type()) {
            case "l2", "l2_softmax" -> true;
            case "none", "softmax" -> false;
            default -> throw lacks("model.normalize", norm.type());
        };
    }

    /** Whether the reference takes a softmax where it has this norm. */
    public static boolean takesSoftmax(Spec<?> norm) {
        return norm.type().endsWith("softmax");
    }

    /** The reference's name of a connector. */
    public static String connectorName(Spec<?> connector) {
        Map<String, Object> keys = RecipeWriter.tree(connector.config());
        if (Boolean.TRUE.equals(keys.get("slots"))) {
            throw lacks("model.connector.slots", "true");
        }
        if (keys.get("input_scale") instanceof Number scale && scale.doubleValue() != 1) {
            throw lacks("model.connector.input_scale", scale.toString());
        }
        return switch (connector.type()) {
            case "mlp" -> "mlp" + keys.get("depth") + "x_gelu";
            case "mlp_softmax" -> "mlpsoftmax";
            case "linear", "identity", "mlp2x_gelu", "mlp3x_gelu" -> connector.type();
            default -> throw lacks("model.connector", connector.type());
        };
    }

    /** The reference's name of a vision head. */
    public static String headName(Spec<?> head) {
        if (!HEADS.contains(head.type())) {
            throw lacks("model.heads.vision", head.type());
        }
        return head.type();
    }

    /** The refusal of a part that the reference has not. */
    public static ImagoException lacks(String key, String type) {
        return new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                key,
                "is '" + type + "', which the Python reference does not have");
    }
}
