package dev.imago.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.recipe.Quantization;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps a model's parameters: declared while the model is built, then filled from checkpoints or by
 * their {@link Init}. Reading values is safe from any thread; filling, freezing and the like are
 * for one thread while no other uses the model.
 */
public final class ParameterStore implements AutoCloseable {
    private final Ops ops;
    private final NDManager manager;
    private final Precision precision;
    private final boolean alias;
    private final Map<String, StoredParameter> parameters = new LinkedHashMap<>();
    private final StoreLinears linears;
    private final AdapterSwitch adapters;
    private final ParameterFiller filler;
    private final StartingParts parts = new StartingParts(this);
    private Optional<Quantizer> quantizer = Optional.empty();

    /** A store of plain linear layers; see the other constructor. */
    public ParameterStore(Ops ops, NDManager parent, Precision precision) {
        this(ops, parent, precision, LinearFactory.DENSE);
    }

    /**
     * An empty store.
     *
     * @param parent its device is the parameters'; closing it closes the store
     * @param precision of all parameters
     * @param factory what kind of linear layers models get
     */
    public ParameterStore(Ops ops, NDManager parent, Precision precision, LinearFactory factory) {
        this(ops, parent, precision, factory, false);
    }

    private ParameterStore(
            Ops ops, NDManager parent, Precision precision, LinearFactory factory, boolean alias) {
        this.ops = ops;
        this.manager = parent.newSubManager();
        this.precision = precision;
        this.alias = alias;
        this.linears = new StoreLinears(ops, factory);
        this.adapters = new AdapterSwitch(factory.names());
        this.filler = new ParameterFiller(ops, manager, precision);
    }

    /** Where models declare their parameters. */
    public Weights root() {
        return new StoreWeights(this, "");
    }

    /**
     * The store that weights belong to.
     *
     * @throws IllegalArgumentException for weights that no store handed out
     */
    public static ParameterStore of(Weights weights) {
        if (weights instanceof StoreWeights view) {
            return view.store();
        }
        throw new IllegalArgumentException("these weights are no view of a parameter store");
    }

    /** The dtype of all parameters that are not quantised. */
    public Precision precision() {
        return precision;
    }

    /** Everything declared, in order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** What is saved but never trained, in the order of declaration. */
    public List<Parameter> buffers() {
        return List.copyOf(chosen(StoredParameter::buffer));
    }

    /** The parameter of a full name. */
    public Optional<Parameter> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** What is trained, in the order of declaration. */
    public List<Parameter> trainable() {
        return List.copyOf(chosen(StoredParameter::trainable));
    }

    /** Sums over groups of parameters that share the first two parts of their names. */
    public List<ParameterGroup> groups() {
        return ParameterGroup.of(parameters.values(), precision);
    }

    /** Fills from a checkpoint whose keys are the store's. */
    public void load(Checkpoint checkpoint) {
        load(checkpoint, LoadRules.EXACT);
    }

    /**
     * Fills from a checkpoint, converting to the store's precision.
     *
     * @throws ImagoException CHECKPOINT_MISMATCH naming every key that does not fit, before any
     *     memory is spent
     */
    public void load(Checkpoint checkpoint, LoadRules rules) {
        load(checkpoint, parameters, rules);
    }

    void load(Checkpoint checkpoint, Map<String, StoredParameter> some, LoadRules rules) {
        refuseOnAlias("load");
        linears.unpack();
        filler.fill(checkpoint, new CheckpointMatch(checkpoint, some, rules).pairs(), quantizer);
    }

    /** From now on what is read is laid out for inference at once, or else stays in its file. */
    public void readForInference() {
        filler.forInference(linears);
    }

    /** Components that start from weights of their own. */
    public StartingParts parts() {
        return parts;
    }

    /** Everything declared, by name. */
    Map<String, StoredParameter> declared() {
        return Collections.unmodifiableMap(parameters);
    }

    private void fill(StoredParameter parameter, NDArray array) {
        parameter.fill(array);
        quantizer.ifPresent(few -> few.take(parameter));
    }

    /**
     * Keeps weights of linear layers in few bits: those that are filled at once, others as they are
     * filled. To be called when the model is built; such weights are never trained.
     */
    public void quantize(Quantization plan) {
        refuseOnAlias("quantize");
        quantizer = Optional.of(linears.quantizer(manager, precision, plan));
        quantiseFilled();
    }

    private void quantiseFilled() {
        quantizer.ifPresent(few -> chosen(StoredParameter::filled).forEach(few::take));
    }

    private List<StoredParameter> chosen(Predicate<StoredParameter> wanted) {
        return parameters.values().stream().filter(wanted).toList();
    }

    /** Fills what no checkpoint has filled; values depend on the seed and each name alone. */
    public void initialise(long seed) {
        refuseOnAlias("initialise");
        SeededInit init = new SeededInit(ops, manager, precision, seed);
        init.fillAll(chosen(parameter -> !parameter.filled()), this::fill);
    }

    /** Stops training parameters that fit a glob. */
    public void freeze(String glob) {
        matching(glob).forEach(parameter -> parameter.train(false));
    }

    /** Trains parameters that fit a glob; buffers are never trained. */
    public void unfreeze(String glob) {
        linears.unpack();
        matching(glob).forEach(parameter -> parameter.train(!parameter.buffer()));
    }

    /** Trains what fits one of the globs and freezes all else. */
    public void trainOnly(Collection<String> globs) {
        globs.forEach(this::matching);
        parameters.values().forEach(parameter -> parameter.train(false));
        globs.forEach(this::unfreeze);
    }

    /**
     * The names a glob stands for.
     *
     * @throws ImagoException NOTHING_TRAINABLE when there are none, with near names
     */
    public List<String> names(String glob) {
        return matching(glob).stream().map(StoredParameter::name).toList();
    }

    /**
     * A second store over the same memory whose gradients are its own, for a worker thread: build
     * the model anew over its {@link #root}. What is trained is fixed at this moment.
     */
    public ParameterStore alias() {
        ParameterStore copy = new ParameterStore(ops, manager, precision, linears.factory(), true);
        parameters.forEach(
                (name, parameter) -> copy.parameters.put(name, parameter.alias(copy.manager)));
        return copy;
    }

    /** The gradients that have reached trained parameters, by name; handles owned by the owner. */
    public Map<String, NDArray> gradients(NDManager owner) {
        return Gradients.of(parameters.values(), owner);
    }

    /** Drops all gradients and their memory. */
    public void clearGradients() {
        chosen(StoredParameter::trainable).forEach(StoredParameter::freshLeaf);
    }

    /** The kernels that its layers compute with. */
    public Ops ops() {
        return ops;
    }

    /** All parameters as tensors to write, under their own names. */
    public List<SafetensorsWriter.Tensor> tensors() {
        return tensors(parameters.values());
    }

    /** Some of the parameters as tensors to write, under their own names. */
    public List<SafetensorsWriter.Tensor> tensors(Collection<? extends Parameter> some) {
        return SafetensorsWriter.Tensor.of(some, TensorType.of(precision));
    }

    /**
     * Lays frozen weights out as the CPU's kernels want them, linear ones in bfloat16 now, others
     * when first used; only a tied embedding is then held twice. Undone by {@link #unfreeze} and
     * {@link #load}; a value that is asked for is made anew.
     */
    public void prepareForInference() {
        linears.prepare(precision);
        boolean packs = ops.packsLinear();
        parameters.values().forEach(parameter -> parameter.still(packs));
    }

    /** Which of its adapters is on. */
    public AdapterSwitch adapters() {
        return adapters;
    }

    /** Names of the linear layers that models have asked for. */
    public Set<String> linearNames() {
        return linears.names();
    }

    /** Folds an adapter into the layers it sits on; its parameters are gone afterwards. */
    public void mergeAdapter(String name) {
        refuseOnAlias("merge");
        linears.merge(name);
        matching(PeftFolder.glob(name)).forEach(gone -> parameters.remove(gone.name()).close());
        quantiseFilled();
        adapters.forget(name);
    }

    List<LoraLinear> adapted() {
        return linears.adapted();
    }

    @Override
    public void close() {
        manager.close();
    }

    StoredParameter declare(String name, Shape shape, Init init, boolean buffer) {
        StoredParameter known = parameters.get(name);
        if (known != null) {
            return known.again(shape);
        }
        refuseOnAlias("declare " + name);
        StoredParameter parameter = new StoredParameter(name, shape, init, buffer);
        parameters.put(name, parameter);
        return parameter;
    }

    Linear linear(String name, int in, int out, boolean bias, Init init) {
        Linear known = linears.known(name, in, out);
        if (known != null) {
            return known;
        }
        StoredParameter weight = declare(name + ".weight", new Shape(out, in), init, false);
        Parameter offset = bias ? declare(name + ".bias", new Shape(out), Init.ZEROS, false) : null;
        return linears.make(name, weight, offset, new StoreWeights(this, name + "."));
    }

    Linear tied(Parameter weight) {
        StoredParameter own = parameters.get(weight.name());
        if (own != weight) {
            throw new IllegalArgumentException(weight.name() + " is of other weights");
        }
        return linears.tied(own);
    }

    private List<StoredParameter> matching(String glob) {
        return NameGlob.of(glob).among(parameters);
    }

    private void refuseOnAlias(String what) {
        if (alias) {
            throw new IllegalStateException("cannot " + what + " on a worker's view of weights");
        }
    }
}
