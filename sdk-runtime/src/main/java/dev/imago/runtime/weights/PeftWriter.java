package dev.imago.runtime.weights;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an adapter as {@link PeftFolder} and Hugging Face PEFT read it. */
final class PeftWriter {
    private final ParameterStore store;
    private final String name;
    private final AdapterBase base;

    PeftWriter(ParameterStore store, String name, AdapterBase base) {
        this.store = store;
        this.name = name;
        this.base = base;
    }

    void write(Path folder) {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, LoraShape> shapes = new LinkedHashMap<>();
        for (LoraLinear layer : store.adapted()) {
            layer.part(name)
                    .ifPresent(
                            part -> {
                                shapes.put(layer.name(), part.shape());
                                add(tensors, layer.name(), part);
                            });
        }
        for (Parameter whole : whole()) {
            tensors.addAll(
                    store.tensors(List.of(whole)).stream()
                            .map(
                                    one ->
                                            new Tensor(
                                                    PeftFolder.PREFIX + one.name(),
                                                    one.type(),
                                                    one.array()))
                            .toList());
        }
        new SafetensorsWriter(store.ops()).write(folder.resolve(PeftFolder.TENSORS), tensors);
        Path file = folder.resolve(PublishedFiles.ADAPTER);
        try {
            Files.createDirectories(folder);
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(file.toFile(), config(shapes));
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, file.toString(), "cannot be written", e);
        }
    }

    private List<Parameter> whole() {
        return base.whole().stream().flatMap(one -> store.find(one).stream()).toList();
    }

    /** The modules of the whole parameters, which PEFT keeps whole, too. */
    private List<String> modules() {
        return whole().stream()
                .map(Parameter::name)
                .map(one -> one.substring(0, one.lastIndexOf('.')))
                .distinct()
                .toList();
    }

    private void add(List<Tensor> tensors, String layer, LoraPart part) {
        TensorType type = TensorType.of(store.precision());
        String key = PeftFolder.PREFIX + layer;
        tensors.add(new Tensor(key + ".lora_A.weight", type, part.a().value()));
        tensors.add(new Tensor(key + ".lora_B.weight", type, part.b().value()));
        if (part.lengths() != null) {
            tensors.add(new Tensor(key + ".lora_magnitude_vector", type, part.lengths().value()));
        }
    }

    /** Settings as PEFT has them; layers that differ from the first are named in patterns. */
    private Map<String, Object> config(Map<String, LoraShape> shapes) {
        LoraShape first = shapes.values().iterator().next();
        Map<String, Integer> ranks = new LinkedHashMap<>();
        Map<String, Double> alphas = new LinkedHashMap<>();
        shapes.forEach(
                (layer, shape) -> {
                    if (shape.rank() != first.rank()) {
                        ranks.put(layer, shape.rank());
                    }
                    if (shape.alpha() != first.alpha()) {
                        alphas.put(layer, shape.alpha());
                    }
                });
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "LORA");
        config.put("task_type", "CAUSAL_LM");
        config.put(PeftFolder.BASE, base.place());
        config.put(PeftFolder.REVISION, base.revision());
        config.put("r", first.rank());
        config.put("lora_alpha", first.alpha());
        config.put("lora_dropout", first.dropout());
        config.put("use_rslora", first.rslora());
        config.put("use_dora", first.dora());
        config.put("rank_pattern", ranks);
        config.put("alpha_pattern", alphas);
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("inference_mode", true);
        config.put("target_modules", List.copyOf(shapes.keySet()));
        config.put("modules_to_save", modules().isEmpty() ? null : modules());
        return config;
    }
}
