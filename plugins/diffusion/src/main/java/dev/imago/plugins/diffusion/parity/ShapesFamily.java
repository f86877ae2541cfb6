package dev.imago.plugins.diffusion.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.nn.Weights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.plugins.diffusion.folder.DiffusersJson;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import dev.imago.plugins.diffusion.vae.AutoencoderKL;
import dev.imago.plugins.diffusion.vae.VaeConfig;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and shapes of parameters of models that are never filled, such as Stable Diffusion's. */
public final class ShapesFamily implements ParityFamily {
    private static final Pattern PROJECTOR =
            Pattern.compile("projector_([a-z]+)_(\\d+)_layers(?:_hidden_(\\d+))?");
    private static final String PLACE = "case.json";

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    ShapesFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        recorded.at("/expected")
                .properties()
                .forEach(entry -> check(recorded, entry.getKey(), entry.getValue(), found));
    }

    private void check(RecordedCase recorded, String name, JsonNode expected, Comparisons found) {
        try (StoredWeights weights = stores.create(recorded.scope(), Precision.FP32)) {
            declare(recorded, name, expected, weights.root());
            Map<String, String> actual = new TreeMap<>();
            long numbers = 0;
            for (Parameter parameter : weights.parameters()) {
                actual.put(parameter.name(), text(parameter.shape().getShape()));
                numbers += parameter.shape().size();
            }
            Map<String, String> wanted = new TreeMap<>();
            for (var shape : expected.path("shapes").properties()) {
                wanted.put(shape.getKey(), shape.getValue().toString());
            }
            found.exact(
                    name + " parameters",
                    new long[] {numbers, actual.size()},
                    new long[] {
                        expected.path("parameters").asLong(), expected.path("tensors").asLong()
                    });
            found.holds(name + " shapes", actual.equals(wanted), difference(actual, wanted));
        }
    }

    private void declare(RecordedCase recorded, String name, JsonNode expected, Weights weights) {
        JsonNode config = recorded.at("/config/" + name);
        Matcher projector = PROJECTOR.matcher(name);
        if (name.startsWith("unet")) {
            UNetConfig keys = DiffusersJson.record(PLACE, config, UNetConfig.class);
            new UNet2DConditionModel(keys, weights, ops);
        } else if (name.startsWith("vae")) {
            new AutoencoderKL(DiffusersJson.record(PLACE, config, VaeConfig.class), weights, ops);
        } else if (projector.matches()) {
            Projectors.create(projectorKeys(projector, expected), weights, ops);
        } else {
            throw new InvalidValueException("expected", "has shapes of an unknown '" + name + "'");
        }
    }

    /** The widths are told by the shapes alone. */
    private static ProjectorConfig projectorKeys(Matcher name, JsonNode expected) {
        JsonNode shapes = expected.path("shapes");
        JsonNode input =
                shapes.path(
                        name.group(1).equals(ProjectorConfig.MLP)
                                ? "layers.0.weight"
                                : name.group(1).equals(ProjectorConfig.TRANSFORMER)
                                        ? "fc.weight"
                                        : "proj.weight");
        ObjectNode keys = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        keys.put("mode", name.group(1));
        keys.put("num_layers", Integer.parseInt(name.group(2)));
        keys.put("input_dim", input.path(1).asInt());
        keys.put("hidden_dim", input.path(0).asInt());
        keys.put("output_dim", width(shapes));
        return DiffusersJson.record(PLACE, keys, ProjectorConfig.class);
    }

    /** What comes out last. */
    private static int width(JsonNode shapes) {
        if (shapes.has("model.weight")) {
            return shapes.path("model.weight").path(0).asInt();
        }
        int width = shapes.path("token_embeddings").path(2).asInt();
        for (var shape : shapes.properties()) {
            if (width == 0 || shape.getKey().matches("norms\\.\\d+\\.weight")) {
                width = shape.getValue().path(0).asInt();
            }
        }
        return width;
    }

    private static String text(long[] shape) {
        return java.util.Arrays.toString(shape).replace(" ", "");
    }

    private static String difference(Map<String, String> actual, Map<String, String> wanted) {
        Map<String, String> odd = new TreeMap<>();
        wanted.forEach(
                (name, shape) -> {
                    if (!shape.equals(actual.get(name))) {
                        odd.put(name, actual.get(name) + ", expected " + shape);
                    }
                });
        actual.forEach(
                (name, shape) -> {
                    if (!wanted.containsKey(name)) {
                        odd.put(name, shape + ", expected none");
                    }
                });
        return odd.entrySet().stream().limit(5).toList().toString();
    }
}
