package dev.imago.api.model;

import dev.imago.api.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of vision encoders whose component has the keys of a published vision config: alone, or
 * as {@code vision_config} of a model that also has a text side. Sizes, means and the like of
 * {@code preprocessor_config.json} become keys, too.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public abstract class EncoderFamily implements ModelFamily {
    /** Pillow's numbers of the ways to resize. */
    private static final Map<Integer, String> RESAMPLE =
            Map.of(0, "nearest", 1, "lanczos", 2, "bilinear", 3, "bicubic", 4, "box", 5, "hamming");

    private final String component;
    private final List<String> modelTypes;

    /**
     * @param component the name of the component
     * @param modelTypes values of {@code model_type}: of the encoder alone, and of models around it
     */
    protected EncoderFamily(String component, String... modelTypes) {
        this.component = component;
        this.modelTypes = List.of(modelTypes);
    }

    @Override
    public Class<?> kind() {
        return Encoder.class;
    }

    @Override
    public String component() {
        return component;
    }

    @Override
    public List<String> modelTypes() {
        return modelTypes;
    }

    @Override
    public Map<String, Object> keys(PublishedConfig config) {
        Map<String, Object> inner = PublishedConfig.object(config.model(), "vision_config");
        Map<String, Object> keys = new LinkedHashMap<>(inner.isEmpty() ? config.model() : inner);
        Map<String, Object> pixels = config.preprocessor();
        for (String key : List.of("image_mean", "image_std")) {
            if (pixels.get(key) != null) {
                keys.put(key, pixels.get(key));
            }
        }
        if (pixels.get("resample") instanceof Number code
                && RESAMPLE.containsKey(code.intValue())) {
            keys.put("resample", RESAMPLE.get(code.intValue()));
        }
        Integer side = side(pixels);
        if (side != null && !side.equals(keys.get("image_size"))) {
            keys.put("input_size", side);
        }
        putAspect(pixels, side, keys);
        return keys;
    }

    /** Brought to a shorter side and cut, or stretched to a square. */
    private static void putAspect(
            Map<String, Object> pixels, Integer side, Map<String, Object> keys) {
        if (!(pixels.get("size") instanceof Map<?, ?> size)) {
            return;
        }
        boolean cut = !Boolean.FALSE.equals(pixels.get("do_center_crop"));
        if (size.get("shortest_edge") instanceof Integer edge) {
            if (cut && side != null && edge >= side) {
                keys.put("aspect", "crop");
                keys.put("shortest_edge", edge);
            }
        } else if (size.get("height") != null) {
            keys.put("aspect", "square");
        }
    }

    /** What pictures are brought to: cut to where that is done, else resized to. */
    private static Integer side(Map<String, Object> pixels) {
        boolean cut = !Boolean.FALSE.equals(pixels.get("do_center_crop"));
        Object size = cut && pixels.get("crop_size") != null ? pixels.get("crop_size") : null;
        size = size == null ? pixels.get("size") : size;
        if (size instanceof Map<?, ?> sides) {
            size = sides.get("height") != null ? sides.get("height") : sides.get("shortest_edge");
        }
        return size instanceof Integer number ? number : null;
    }

    @Override
    public Map<String, Object> published(Map<String, Object> keys) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", modelTypes.get(0));
        config.putAll(keys);
        return config;
    }
}
