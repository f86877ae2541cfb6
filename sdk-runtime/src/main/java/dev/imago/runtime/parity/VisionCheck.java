package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.model.Encoder;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Vision encoders: the features, the output of every layer, the last state and the pooled vector.
 * Each is asked for by the encoder's own keys.
 */
final class VisionCheck implements FamilyCheck {
    private static final String LAYER = "expected_hidden_states.";
    private static final String SELECT = "select_layer";
    private static final String NORM = "post_norm";
    private static final String OUTPUT = "output";
    private static final String TRAINED = "image_size";
    private static final String INSIDE = "vision_model.";
    private static final String WITH_CLASS = "cls_patch";

    @Override
    public String family() {
        return "vision";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        String kind = kind(recorded);
        List<Output> outputs = outputs(recorded, kind.equals("siglip"));
        String prefix = prefix(recorded);
        try (ParameterStore store = bench.store(scope)) {
            Weights weights = store.root();
            for (String part : prefix.split("\\.")) {
                weights = part.isEmpty() ? weights : weights.at(part);
            }
            List<Encoder> encoders = new ArrayList<>();
            for (Output output : outputs) {
                encoders.add(bench.create(bench.spec(Encoder.class, kind, output.keys()), weights));
            }
            load(store, recorded);
            compare(recorded, outputs, encoders, findings);
        }
    }

    /** The encoder of a case; registers are a setting of DINOv2. */
    private static String kind(ParityCase recorded) {
        String kind = recorded.text("/kind");
        return kind.equals("dinov2_with_registers") ? "dinov2" : kind;
    }

    /** Where the weights stand: as the case says, or else as the names in its model do. */
    private static String prefix(ParityCase recorded) {
        if (recorded.has("/prefix_here")) {
            return recorded.text("/prefix_here");
        }
        try (Safetensors file = Safetensors.open(recorded.modelFolder())) {
            boolean inside = file.tensors().keySet().stream().anyMatch(k -> k.startsWith(INSIDE));
            return inside ? INSIDE : "";
        }
    }

    private record Output(String tensor, ObjectNode keys) {}

    private static List<Output> outputs(ParityCase recorded, boolean siglip) {
        ObjectNode config = atSizeOf(recorded.tensor("pixel_values"), config(recorded));
        List<Output> outputs = new ArrayList<>();
        ObjectNode answer = config.deepCopy();
        if (recorded.has("/" + SELECT)) {
            answer.set(SELECT, recorded.at("/" + SELECT));
        }
        outputs.add(new Output("expected_features", answer));
        add(recorded, outputs, "expected_features_cls_patch", answer, OUTPUT, WITH_CLASS);
        for (String index : recorded.tensorsBelow(LAYER)) {
            ObjectNode keys = config.deepCopy();
            keys.put(SELECT, Integer.parseInt(index));
            keys.put(NORM, false);
            keys.put(OUTPUT, siglip ? "patches" : WITH_CLASS);
            outputs.add(new Output(LAYER + index, keys));
        }
        ObjectNode last = config.deepCopy();
        last.put(SELECT, -1);
        last.put(NORM, true);
        String plain = "expected_last_hidden_state";
        add(recorded, outputs, plain, last, OUTPUT, siglip ? "patches" : WITH_CLASS);
        add(recorded, outputs, plain + "_with_post_norm", last, OUTPUT, "patches");
        add(recorded, outputs, "expected_pooled", config, OUTPUT, "pooled");
        return outputs;
    }

    /** Squares of another size than the trained one are a setting of the encoder. */
    private static ObjectNode atSizeOf(NDArray pixels, ObjectNode config) {
        long height = pixels.getShape().get(2);
        boolean square = height == pixels.getShape().get(3);
        if (square && config.has(TRAINED) && height != config.path(TRAINED).asLong()) {
            config.put("input_size", height);
        }
        return config;
    }

    private static void add(
            ParityCase recorded,
            List<Output> outputs,
            String tensor,
            ObjectNode keys,
            String key,
            String value) {
        if (recorded.hasTensor(tensor)) {
            outputs.add(new Output(tensor, keys.deepCopy().put(key, value)));
        }
    }

    private static void compare(
            ParityCase recorded, List<Output> outputs, List<Encoder> encoders, Findings findings) {
        NDArray pixels = recorded.tensor("pixel_values");
        NDArray features = null;
        for (int i = 0; i < outputs.size(); i++) {
            String name = outputs.get(i).tensor();
            NDArray expected = recorded.tensor(name);
            NDArray actual = encoders.get(i).encode(pixels);
            if (actual.getShape().dimension() > expected.getShape().dimension()) {
                actual = actual.squeeze(1); // a pooled vector is one token
            }
            expected = withoutRegisters(expected, actual, recorded);
            findings.tensor(name, actual, expected, Tolerance.FEATURES);
            features = i == 0 ? actual : features;
            if (name.endsWith("_with_post_norm")) {
                compareDistance(recorded, features, actual, findings);
            }
        }
    }

    /** How far the features are from the normed state: guards against taking the wrong one. */
    private static void compareDistance(
            ParityCase recorded, NDArray features, NDArray normed, Findings findings) {
        String pointer = "/expected/differs_from_post_norm_by";
        if (recorded.has(pointer)) {
            findings.number(
                    "differs_from_post_norm_by",
                    features.sub(normed).abs().max().getFloat(),
                    recorded.number(pointer),
                    Tolerance.FEATURES);
        }
    }

    /** The recorded states have the registers, which no output of the encoder has. */
    private static NDArray withoutRegisters(NDArray expected, NDArray actual, ParityCase recorded) {
        int registers = config(recorded).path("num_register_tokens").asInt();
        boolean whole = expected.getShape().dimension() == 3 && registers > 0;
        if (!whole || expected.getShape().get(1) != actual.getShape().get(1) + registers) {
            return expected;
        }
        NDArray patches = expected.get(new NDIndex(":, {}:", 1 + registers));
        return expected.get(new NDIndex(":, :1")).concat(patches, 1);
    }

    /** The vision part of {@code config.json}. */
    private static ObjectNode config(ParityCase recorded) {
        JsonNode json = ParityCase.json(recorded.modelFolder().resolve("config.json"));
        return Bench.keys(json.has("vision_config") ? json.path("vision_config") : json);
    }

    /** Fills what is declared; parts of the checkpoint that no output needs are passed over. */
    private static void load(ParameterStore store, ParityCase recorded) {
        try (Safetensors file = Safetensors.open(recorded.modelFolder())) {
            LoadRules rules = LoadRules.EXACT;
            for (String key : file.tensors().keySet()) {
                rules = store.find(key).isPresent() ? rules : rules.ignore(key);
            }
            store.load(file, rules);
        }
    }
}
