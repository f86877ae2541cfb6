package dev.imago.runtime.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.PublishedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An adapter in the layout of Hugging Face PEFT: {@code adapter_config.json} and {@code
 * adapter_model.safetensors} (or {@code .bin}), and what the reference stores beside it. Which
 * layers it sits on is told by the tensors it has.
 */
final class PeftFolder {
    static final String TENSORS = "adapter_model.safetensors";
    static final String BASE = "base_model_name_or_path";
    static final String REVISION = "revision";
    static final String PREFIX = "base_model.model.";

    /** As older versions wrote it. */
    private static final String PICKLED = "adapter_model.bin";

    /** What the reference trains beside an adapter: connector, vision head, embeddings. */
    private static final String BESIDE = "non_lora_trainables.bin";

    /** In every checkpoint of the reference, and used by nothing. */
    private static final String UNUSED = "model.vision_proj";

    /** A layer, which of its parameters, and (where PEFT kept it) the adapter's name. */
    private static final Pattern KEY =
            Pattern.compile(
                    "base_model\\.model\\.(.+)\\.(lora_A|lora_B|lora_magnitude_vector)"
                            + "(?:\\.[A-Za-z0-9_-]+)??(?:\\.weight)?");

    /** Whole parameters of the base that were trained, too. */
    private static final LoadRules WHOLE = LoadRules.EXACT.optional("**").rename(PREFIX, "");

    private final Path folder;
    private final JsonNode config;
    private final Map<String, TensorInfo> firsts = new TreeMap<>();
    private final Map<String, String> layerOfKey = new LinkedHashMap<>();
    private final List<String> unused = new ArrayList<>();

    /** Keys of whole parameters: those of new tokens, and {@code modules_to_save}. */
    private final List<String> whole = new ArrayList<>();

    private PeftFolder(Path folder, JsonNode config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * Reads settings and keys, no numbers.
     *
     * @throws ImagoException FILE_NOT_FOUND, CORRUPT_FILE, or CHECKPOINT_MISMATCH for what this
     *     reader can't honour
     */
    static PeftFolder open(Path folder) {
        JsonNode config;
        try {
            config = new ObjectMapper().readTree(folder.resolve(PublishedFiles.ADAPTER).toFile());
        } catch (java.io.FileNotFoundException e) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND,
                    folder.toString(),
                    "is no adapter: it has no " + PublishedFiles.ADAPTER,
                    e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    folder.resolve(PublishedFiles.ADAPTER).toString(),
                    "is no JSON",
                    e);
        }
        PeftFolder peft = new PeftFolder(folder, config);
        new PeftLimits(folder.resolve(PublishedFiles.ADAPTER), config).check();
        peft.readKeys();
        return peft;
    }

    Path tensors() {
        boolean pickled =
                !Files.exists(folder.resolve(TENSORS)) && Files.exists(folder.resolve(PICKLED));
        return folder.resolve(pickled ? PICKLED : TENSORS);
    }

    private void readKeys() {
        List<Problem> problems = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        config.path("modules_to_save").forEach(module -> kept.add(module.asText()));
        try (FileCheckpoint file = CheckpointFormat.openAny(tensors())) {
            for (TensorInfo info : file.tensors().values()) {
                Matcher matcher = KEY.matcher(info.name());
                if (!matcher.matches()) {
                    if (isWhole(info.name(), kept)) {
                        whole.add(info.name());
                    } else {
                        problems.add(
                                problem(
                                        info.name(),
                                        "is no matrix of a low-rank adapter on a layer."));
                    }
                    continue;
                }
                if (matcher.group(1).equals(UNUSED)) {
                    unused.add(info.name());
                    continue;
                }
                layerOfKey.put(info.name(), matcher.group(1) + "." + matcher.group(2));
                if (matcher.group(2).equals("lora_A")) {
                    firsts.put(matcher.group(1), info);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    private static boolean isWhole(String key, List<String> modules) {
        String module = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        return key.startsWith(PREFIX)
                && !key.contains(".lora_")
                && (key.endsWith(".weight")
                        || key.endsWith(".bias")
                        || modules.stream().anyMatch(module::endsWith));
    }

    /** What it says of its base; a path as seen from here becomes one from anywhere. */
    AdapterBase base() {
        String written = config.path(BASE).asText("");
        String revision = config.path(REVISION).asText(null);
        List<String> names = whole.stream().map(key -> key.substring(PREFIX.length())).toList();
        if (written.isEmpty() || written.equals(AdapterBase.INSIDE.place())) {
            return new AdapterBase(AdapterBase.INSIDE.place(), revision, names);
        }
        Path seen = folder.toAbsolutePath().resolve(written).normalize();
        boolean here = Files.isDirectory(seen) || GgufFile.isOne(seen);
        return new AdapterBase(here ? seen.toString() : written, revision, names);
    }

    private Problem problem(String name, String what) {
        return new Problem(ErrorCode.CHECKPOINT_MISMATCH, tensors() + ", " + name, what, "");
    }

    /** What it is on a layer; empty where it has no numbers for it. */
    Optional<LoraShape> on(String layer, double dropout) {
        return Optional.ofNullable(firsts.get(layer))
                .map(
                        first ->
                                new LoraShape(
                                        Math.toIntExact(first.shape().get(0)),
                                        alpha(layer),
                                        dropout,
                                        config.path("use_rslora").asBoolean(),
                                        config.path("use_dora").asBoolean()));
    }

    /** The layer's own alpha where a pattern (the end of its name) gives one. */
    private double alpha(String layer) {
        for (Map.Entry<String, JsonNode> own : config.path("alpha_pattern").properties()) {
            if (layer.equals(own.getKey()) || layer.matches("(.*\\.)?(" + own.getKey() + ")")) {
                return own.getValue().asDouble();
            }
        }
        return config.path("lora_alpha").asDouble(8);
    }

    /** A problem for each layer that a model does not have. */
    List<Problem> strangers(Set<String> layers) {
        return firsts.keySet().stream()
                .filter(layer -> !layers.contains(layer))
                .map(
                        layer ->
                                new Problem(
                                        ErrorCode.CHECKPOINT_MISMATCH,
                                        tensors() + ", " + layer,
                                        "is adapted, but this base has no such linear layer.",
                                        NearestName.question(layer, layers)))
                .toList();
    }

    /** Fills an adapter of a store. */
    void load(ParameterStore store, String name) {
        try (Checkpoint file = Checkpoint.open(tensors())) {
            store.load(file, passingOver(whole, passingOver(unused, adapterRules(name))));
            if (!whole.isEmpty()) {
                store.load(file, passingOver(layerOfKey.keySet(), passingOver(unused, WHOLE)));
            }
        }
        if (Files.exists(folder.resolve(BESIDE))) {
            try (Checkpoint file = Checkpoint.open(folder.resolve(BESIDE))) {
                store.load(file, passingOver(List.of(UNUSED, PREFIX + UNUSED), WHOLE));
            }
        }
    }

    private LoadRules adapterRules(String name) {
        LoadRules rules = LoadRules.EXACT.within(glob(name));
        for (Map.Entry<String, String> key : layerOfKey.entrySet()) {
            rules = rules.rename(key.getKey(), key.getValue() + "." + name + ".weight");
        }
        return rules;
    }

    private static LoadRules passingOver(Collection<String> keys, LoadRules rules) {
        for (String key : keys) {
            rules = rules.ignore(key);
        }
        return rules;
    }

    /** The names that an adapter's parameters have in a store. */
    static String glob(String name) {
        return "**.{lora_A,lora_B,lora_magnitude_vector}." + name + ".weight";
    }
}
