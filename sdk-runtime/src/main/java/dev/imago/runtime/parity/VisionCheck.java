package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
 * Vision encoders: the features, and for SigLIP the output of every layer, the normed last state
 * and the pooled vector. Each is asked for by the encoder's own keys.
 */
final class VisionCheck implements FamilyCheck {
    private static final String LAYER = "expected_hidden_states.";

    @Override
    public String family() {
        return "vision";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        String kind = recorded.text("/kind");
        ObjectNode config = config(recorded);
        List<Output> outputs = new ArrayList<>();
        outputs.add(new Output("expected_features", keys(config, recorded.at("/select_layer"))));
        if (kind.equals("siglip")) {
            addSiglip(recorded, config, outputs);
        }
        String prefix = recorded.at("/prefix_here").asText("");
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

    private record Output(String tensor, ObjectNode keys) {}

    private static void addSiglip(ParityCase recorded, ObjectNode config, List<Output> outputs) {
        for (String index : recorded.tensorsBelow(LAYER)) {
            ObjectNode keys = config.deepCopy();
            keys.put("select_layer", Integer.parseInt(index));
            outputs.add(new Output(LAYER + index, keys));
        }
        for (String name : List.of("", "_with_post_norm")) {
            String tensor = "expected_last_hidden_state" + name;
            if (recorded.hasTensor(tensor)) {
                ObjectNode keys = config.deepCopy();
                keys.put("post_norm", true);
                outputs.add(new Output(tensor, keys));
            }
        }
        if (recorded.hasTensor("expected_pooled")) {
            ObjectNode keys = config.deepCopy();
            keys.put("output", "pooled");
            outputs.add(new Output("expected_pooled", keys));
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

    /** The vision part of {@code config.json}. */
    private static ObjectNode config(ParityCase recorded) {
        JsonNode json = ParityCase.json(recorded.modelFolder().resolve("config.json"));
        return Bench.keys(json.has("vision_config") ? json.path("vision_config") : json);
    }

    private static ObjectNode keys(ObjectNode config, JsonNode selectLayer) {
        ObjectNode keys = config.deepCopy();
        if (!selectLayer.isMissingNode()) {
            keys.set("select_layer", selectLayer);
        }
        return keys;
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
