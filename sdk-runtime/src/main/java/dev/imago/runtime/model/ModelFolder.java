package dev.imago.runtime.model;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.FolderPart;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.recipe.TasksSection;
import dev.imago.runtime.weights.FewBitsTensors;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trained model as a folder: {@code config.json}, weights, tokenizer, preprocessing, the model
 * and the tasks of its recipe, a card; laid out as Hugging Face has it where that exists.
 */
public final class ModelFolder {
    private static final long SHARD = 5L << 30;
    private static final String ADAPTERS = "adapters";
    private static final String QUANTIZE = "quantize";
    private static final String CARD = "README.md";

    private final Path folder;
    private final Map<String, String> environment;

    /** The folder at a path; made when saved to. */
    public ModelFolder(Path folder) {
        this(folder, System.getenv());
    }

    /**
     * As above, in an environment that names the hub's cache: what a folder lacks may lie there.
     */
    public ModelFolder(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /** As below, for a model without tasks of its own. */
    public void save(ModelSession session, String card) {
        save(session, new TasksSection(null), card);
    }

    /**
     * Writes the folder anew: into one beside it, which then takes its name.
     *
     * @param session the model, its weights filled
     * @param tasks those it was trained for
     * @param card text of its {@code README.md}
     */
    public void save(ModelSession session, TasksSection tasks, String card) {
        save(session, tasks, card, Optional.empty());
    }

    /**
     * As above, with weights of linear layers written in the few bits that they are kept in.
     *
     * @param bits those of the session's runtime; empty writes whole weights
     */
    public void save(
            ModelSession session,
            TasksSection tasks,
            String card,
            Optional<Quantization.Bits> bits) {
        Path building = folder.resolveSibling("." + folder.getFileName() + ".tmp");
        try {
            delete(building);
            Files.createDirectories(building);
            writeWeights(session, building, bits);
            session.writeAdapters(building.resolve(ADAPTERS));
            Map<String, Object> config = config(session);
            bits.ifPresent(few -> config.put(QUANTIZE, few.word()));
            writeJson(building.resolve(PublishedFiles.CONFIG), config);
            if (session.section().hasVision()) {
                writeJson(building.resolve(PublishedFiles.PREPROCESSOR), session.preprocessing());
            }
            writeSection(session, building.resolve(ModelFiles.SECTION));
            if (!tasks.tasks().isEmpty()) {
                Files.writeString(building.resolve(ModelFiles.TASKS), RecipeWriter.yaml(tasks));
            }
            session.copyTokenizer(building);
            Files.writeString(building.resolve(CARD), card);
            replaceBy(building);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    /** The old folder is gone only when the new one has its name. */
    private void replaceBy(Path building) throws IOException {
        Path old = folder.resolveSibling("." + folder.getFileName() + ".old");
        delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /**
     * The model section, with tokenizer and weights from this folder: a model folder, one in the
     * layout of Hugging Face, a GGUF file in place of a folder, or an adapter in PEFT's, over its
     * base.
     *
     * @throws ImagoException FILE_NOT_FOUND when it is none of them or the base is not here,
     *     UNKNOWN_COMPONENT when no plugin reads it
     */
    public ModelSection section(ComponentRegistry registry) {
        Path file = folder.resolve(ModelFiles.SECTION);
        if (Files.exists(file)) {
            return new RecipeLoader()
                    .load(ModelSection.class, file, registry)
                    .from(folder, folder.resolve(ModelFiles.TOKENIZER));
        }
        if (AdapterFolder.isOne(folder)) {
            return new AdapterFolder(folder, environment).section(registry);
        }
        if (isPublished()) {
            return new PublishedModel(folder, registry).section();
        }
        if (Files.exists(folder.resolve(PublishedFiles.CONFIG))) {
            return new ReferenceModel(folder, registry, environment).section();
        }
        throw new ImagoException(
                ErrorCode.FILE_NOT_FOUND,
                folder.toString(),
                "is no model folder: it has no " + ModelFiles.SECTION + ", config or adapter");
    }

    /** Whether it is a language model in the layout of Hugging Face, or a GGUF file. */
    boolean isPublished() {
        return GgufFile.isOne(folder)
                || !Files.exists(folder.resolve(ModelFiles.SECTION))
                        && Files.exists(folder.resolve(PublishedFiles.CONFIG))
                        && !ReferenceModel.isIn(folder);
    }

    /** The tasks that it knows. */
    public ModelTasks tasks(ComponentRegistry registry) {
        return new ModelTasks(folder.resolve(ModelFiles.TASKS), registry);
    }

    /** Its card; empty where the folder has none. */
    public String card() throws IOException {
        Path file = folder.resolve(CARD);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /**
     * How the model is to answer where nobody says otherwise: a published language model as its
     * {@code generation_config.json} wants to be sampled, others greedily.
     *
     * @throws ImagoException INVALID_VALUE for what that file says wrongly
     */
    public GenerationOptions defaults() {
        return new SamplingDefaults(folder, environment).options();
    }

    /** The wanted runtime; null takes the precision and the bits the model was saved in. */
    public RuntimeSection runtime(RuntimeSection wanted) {
        if (wanted != null) {
            return wanted;
        }
        if (AdapterFolder.isOne(folder)) {
            Path base = new AdapterFolder(folder, environment).base();
            return new ModelFolder(base, environment).runtime(null);
        }
        Map<String, Object> config =
                GgufFile.isOne(folder)
                        ? PublishedFiles.read(folder).model()
                        : PublishedFiles.optional(folder.resolve(PublishedFiles.CONFIG));
        Object dtype = config.getOrDefault("torch_dtype", config.get("dtype"));
        // There is no computing in half floats; bfloat16 keeps their size.
        boolean half = Precision.BF16.torchName().equals(dtype) || "float16".equals(dtype);
        RuntimeSection own = RuntimeSection.of(half ? Precision.BF16 : Precision.FP32);
        return own.quantized(bits(config.get(QUANTIZE)));
    }

    /** What its weights are kept in, as {@code config.json} says. */
    private Quantization.Bits bits(Object word) {
        if (word == null) {
            return null;
        }
        List<String> words =
                Stream.of(Quantization.Bits.values()).map(Quantization.Bits::word).toList();
        int at = words.indexOf(word);
        if (at < 0) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    folder.resolve(PublishedFiles.CONFIG) + ", " + QUANTIZE,
                    "is " + word + ", expected one of " + words);
        }
        return Quantization.Bits.values()[at];
    }

    private static void writeWeights(
            ModelSession session, Path to, Optional<Quantization.Bits> bits) {
        ParameterStore store = session.store();
        NameGlob decoders = NameGlob.of(ModelAssembly.decodersGlob());
        NameGlob adapters = NameGlob.of(PartNames.glob("adapters"));
        List<Parameter> model =
                store.parameters().stream()
                        .filter(p -> !decoders.matches(p.name()) && !adapters.matches(p.name()))
                        .toList();
        SafetensorsWriter writer = new SafetensorsWriter(store.ops());
        if (bits.isPresent()) {
            try (FewBitsTensors few = new FewBitsTensors(store, model)) {
                writer.writeFolder(to, few.tensors(), SHARD);
            }
        } else {
            writer.writeFolder(to, store.tensors(model), SHARD);
        }
        DecoderFolder.all(store, session.live().model()).forEach(one -> one.writeTo(to));
    }

    /** The backbone's keys, as Hugging Face names them, with what the reference adds. */
    private static Map<String, Object> config(ModelSession session) {
        var section = session.section();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", section.backbone().type());
        config.putAll(RecipeWriter.tree(section.backbone().config()));
        if (section.hasVision()) {
            config.put("mm_hidden_size", session.live().model().visual().width());
            config.put("num_image_tokens", session.live().model().visual().tokens());
            config.put("mm_projector_type", section.connector().type());
            config.put("vision_head_type", section.heads().vision().type());
        }
        config.put("torch_dtype", session.live().precision().torchName());
        return config;
    }

    private static void writeSection(ModelSession session, Path file) throws IOException {
        ModelSection section = decodersStored(session, session.section().from(null, null));
        Files.writeString(file, RecipeWriter.yaml(section.with(adapters(session))));
    }

    private static ModelSection decodersStored(ModelSession session, ModelSection section) {
        Model model = session.live().model();
        Map<String, Spec<Decoder>> others = new LinkedHashMap<>();
        section.furtherDecoders()
                .forEach(
                        (name, spec) -> others.put(name, stored(spec, model.decoders().get(name))));
        return section.with(stored(section.decoder(), model.decoder().orElse(null)), others);
    }

    /** A decoder that lies in a folder of its own kind has no other folder to start from. */
    private static Spec<Decoder> stored(Spec<Decoder> spec, Decoder decoder) {
        return decoder instanceof FolderPart part
                ? new Spec<>(Decoder.class, spec.type(), part.storedConfig())
                : spec;
    }

    /** Those that were not merged, as they lie in the folder. */
    private static List<AdapterSection> adapters(ModelSession session) {
        if (session.section().adapters() == null) {
            return List.of();
        }
        List<String> kept = session.store().adapters().names();
        return session.section().adapters().stream()
                .filter(adapter -> kept.contains(adapter.name()))
                .map(adapter -> adapter.from(Path.of(ADAPTERS, adapter.name())))
                .toList();
    }

    private static void writeJson(Path file, Map<String, Object> value) throws IOException {
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValue(file.toFile(), value);
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var inside = Files.walk(path)) {
            for (Path each : inside.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
