package dev.imago.runtime.model;

import dev.imago.api.nn.Weights;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.text.JsonTokenizer;
import dev.imago.runtime.weights.Adapters;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A model declared by a recipe, and its weights once they are filled. */
public final class ModelSession implements AutoCloseable {
    private final ModelSection section;
    private final JsonTokenizer tokenizer;
    private final ParameterStore store;
    private final Adapters adapters;
    private final ModelAssembly assembly;
    private final LiveModel live;

    /**
     * Declares the model; weights are not filled yet.
     *
     * @param runtime the engine
     * @param section the recipe's model
     */
    public ModelSession(RuntimeSession runtime, ModelSection section) {
        this.section = section;
        this.tokenizer = JsonTokenizer.open(ModelFiles.tokenizer(section));
        this.adapters = Adapters.of(runtime.ops(), section.adapters());
        this.store = runtime.newStore(runtime.manager(), adapters);
        this.assembly = new ModelAssembly(section, runtime.factory(), tokenizer);
        this.live = new LiveModel(assembly.over(store.root()), runtime.ops(), runtime.precision());
        adapters.check(store);
        runtime.quantization().ifPresent(store::quantize);
    }

    /** Fills weights from the folder the recipe starts from, and what that lacks by seed. */
    public void fill(long seed) {
        if (section.weights() != null) {
            read(section.weights());
        }
        decoder().ifPresent(own -> own.readStart(false));
        adapters.load(store);
        store.initialise(seed);
        adapters.settle(store);
    }

    /** Fills all weights from a model folder, and adapters from theirs. */
    public void load(Path folder) {
        read(folder);
        adapters.load(store);
        adapters.settle(store);
    }

    private void read(Path folder) {
        try (Checkpoint weights = Checkpoint.open(folder)) {
            LoadRules rules = LoadRules.EXACT.optional(ModelAssembly.DECODER + ".**");
            store.load(weights, rules.optional(PartNames.glob("adapters")));
        }
        Path decoder = folder.resolve(ModelAssembly.DECODER);
        if (Files.isDirectory(decoder)) {
            decoder().ifPresent(own -> own.read(decoder));
        }
    }

    private Optional<DecoderFolder> decoder() {
        return live.model().decoder().map(decoder -> new DecoderFolder(store, decoder));
    }

    /** Replaces the weights that a file has; it must have no others. */
    public void update(Path file) {
        try (Safetensors weights = Safetensors.open(file)) {
            store.load(weights, LoadRules.EXACT.optional("**"));
        }
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
