package dev.imago.runtime.model;

import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.hub.HubCache;
import dev.imago.runtime.image.ResizeFilter;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.text.AddedTokens;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.text.TokenizerFiles;
import dev.imago.runtime.weights.AdapterBase;
import dev.imago.runtime.weights.Adapters;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.FilledCheck;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A model declared by a recipe, and its weights once they are filled. */
public final class ModelSession implements AutoCloseable {
    private final ModelSection section;
    private final JsonTokenizer tokenizer;
    private final ParameterStore store;
    private final Adapters adapters;
    private final ModelAssembly assembly;
    private final LiveModel live;
    private final WeightSource source;

    /** Names that were updated since the weights were filled. */
    private final Set<String> updated = new LinkedHashSet<>();

    private boolean filled;

    /**
     * Declares the model; weights are not filled yet.
     *
     * @param runtime the engine
     * @param section the recipe's model
     */
    public ModelSession(RuntimeSession runtime, ModelSection section) {
        this.section = section;
        this.tokenizer =
                JsonTokenizer.open(ModelFiles.tokenizer(section), ModelFiles.marks(section));
        this.adapters = Adapters.of(runtime.ops(), section.adapters());
        this.store = runtime.newStore(runtime.manager(), adapters);
        this.assembly = new ModelAssembly(section, runtime.factory(), tokenizer);
        this.live = new LiveModel(assembly.over(store.root()), runtime.ops(), runtime.precision());
        adapters.check(store);
        runtime.quantization().ifPresent(store::quantize);
        this.source = new WeightSource(store, live.model(), section, runtime::families);
    }

    /**
     * Fills weights from what the recipe starts from, the whole model's and the parts' own, and
     * what these lack by seed.
     */
    public void fill(long seed) {
        source.fill(section.weights());
        adapters.load(store);
        store.initialise(seed);
        adapters.settle(store);
        filled = true;
    }

    /**
     * Fills all weights from the folder that the section is of, and adapters from theirs.
     *
     * @throws dev.imago.api.error.ImagoException naming all that the folder lacks
     */
    public void load() {
        source.load(section.weights());
        adapters.load(store);
        if (section.weights() == null) {
            FilledCheck.require(store);
        }
        adapters.settle(store);
    }

    /**
     * Checks by headers alone that what the recipe starts from fits.
     *
     * @throws dev.imago.api.error.ImagoException with every key that does not
     */
    public void check() {
        source.check(section.weights());
    }

    /** Replaces the weights that a file has; it must have no others. */
    public void update(Path file) {
        try (Checkpoint weights = Checkpoint.open(file)) {
            store.load(weights, LoadRules.EXACT.optional("**"));
            updated.addAll(weights.shapes().keySet());
        }
    }

    /** Writes its adapters, each into a folder by its name that finds what it was trained over. */
    void writeAdapters(Path folder) {
        adapters.write(store, folder, filled ? Optional.of(base()) : Optional.empty());
    }

    /** What training started from; what was made anew is in the model's own folder alone. */
    private AdapterBase base() {
        Path start = section.backbone().weights();
        start = start == null ? section.weights() : start;
        if (start == null) {
            return AdapterBase.INSIDE;
        }
        NameGlob others = NameGlob.of(PartNames.glob("adapters"));
        NameGlob decoders = NameGlob.of(ModelAssembly.decodersGlob());
        List<String> whole =
                updated.stream()
                        .filter(name -> !others.matches(name) && !decoders.matches(name))
                        .toList();
        Path place = start.toAbsolutePath().normalize();
        return HubCache.address(place)
                .map(hub -> new AdapterBase(hub.place(), hub.revision(), whole))
                .orElseGet(() -> new AdapterBase(place.toString(), null, whole));
    }

    /**
     * Writes the tokenizer into a folder: its files as they are, or with the tokens that were
     * added.
     *
     * @throws IOException when they can't be written
     */
    public void copyTokenizer(Path to) throws IOException {
        Path from = ModelFiles.tokenizer(section);
        if (tokenizer.addsTokens()) {
            AddedTokens.write(from, to, ModelFiles.marks(section));
        }
        TokenizerFiles.at(from).copyTo(to);
    }

    /** How its encoder wants pictures, in the words of {@code preprocessor_config.json}. */
    public Map<String, Object> preprocessing() {
        Preprocessing own = live.model().encoder().preprocessing();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("do_resize", true);
        map.put("do_normalize", true);
        Map<String, Integer> square =
                new TreeMap<>(Map.of("height", own.size(), "width", own.size()));
        OptionalInt edge = own.aspect().cutFrom();
        map.put("size", edge.isPresent() ? Map.of("shortest_edge", edge.getAsInt()) : square);
        map.put("do_center_crop", edge.isPresent());
        map.put("crop_size", square);
        map.put("image_mean", own.mean());
        map.put("image_std", own.std());
        map.put("resample", ResizeFilter.of(own.resample()).number());
        return map;
    }

    /** The recipe's model. */
    public ModelSection section() {
        return section;
    }

    /** The weights. */
    public ParameterStore store() {
        return store;
    }

    /** The adapters beside its linear layers. */
    public Adapters adapters() {
        return adapters;
    }

    /** The model's parts over the weights. */
    public LiveModel live() {
        return live;
    }

    /** The model's parts over another view of the weights. */
    public LiveModel over(Weights root) {
        return new LiveModel(assembly.over(root), live.ops(), live.precision());
    }

    @Override
    public void close() {
        store.close();
        tokenizer.close();
    }
}
