package dev.imago.runtime.weights;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.AdapterSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The adapters of a model, in the order of the recipe. As a {@link LinearFactory} it puts them
 * beside the layers while the model is built; afterwards it reads, merges and writes them.
 */
public final class Adapters implements LinearFactory {
    private final Ops ops;
    private final List<Adapter> adapters;

    private Adapters(Ops ops, List<Adapter> adapters) {
        this.ops = ops;
        this.adapters = adapters;
    }

    /**
     * Reads the settings of those that come from folders.
     *
     * @throws ImagoException naming everything in a folder that can't be read
     */
    public static Adapters of(Ops ops, List<AdapterSection> sections) {
        List<Adapter> adapters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (AdapterSection section : sections == null ? List.<AdapterSection>of() : sections) {
            if (!names.add(section.name()) || section.name().equals(AdapterSwitch.BASE)) {
                throw new ImagoException(
                        ErrorCode.INVALID_VALUE,
                        "model.adapters",
                        "names one '" + section.name() + "', which is taken");
            }
            adapters.add(adapter(section));
        }
        return new Adapters(ops, adapters);
    }

    private static Adapter adapter(AdapterSection section) {
        if (section.weights() != null) {
            PeftFolder folder = PeftFolder.open(section.weights());
            return new ReadAdapter(section, folder);
        }
        return new NewAdapter(
                section, section.targets().stream().map(NameGlob::of).toList(), shape(section));
    }

    /**
     * The tensors of an adapter's folder, by the names that PEFT gave them.
     *
     * @throws ImagoException as opening the adapter does
     */
    public static Checkpoint checkpoint(Path folder) {
        return Checkpoint.open(PeftFolder.open(folder).tensors());
    }

    private static LoraShape shape(AdapterSection section) {
        return new LoraShape(
                section.rank(),
                section.alpha(),
                section.dropout(),
                section.rslora(),
                section.dora());
    }

    /** One on the layers that its globs fit. */
    private record NewAdapter(AdapterSection section, List<NameGlob> globs, LoraShape shape)
            implements Adapter {
        @Override
        public String name() {
            return section.name();
        }

        @Override
        public Optional<LoraShape> on(String layer) {
            return globs.stream().anyMatch(glob -> glob.matches(layer))
                    ? Optional.of(shape)
                    : Optional.empty();
        }

        @Override
        public Optional<PeftFolder> folder() {
            return Optional.empty();
        }

        @Override
        public boolean merge() {
            return false;
        }
    }

    /** One on the layers that a folder has numbers for. */
    private record ReadAdapter(AdapterSection section, PeftFolder peft) implements Adapter {
        @Override
        public String name() {
            return section.name();
        }

        @Override
        public Optional<LoraShape> on(String layer) {
            return peft.on(layer, section.dropout());
        }

        @Override
        public Optional<PeftFolder> folder() {
            return Optional.of(peft);
        }

        @Override
        public boolean merge() {
            return section.merge();
        }
    }

    @Override
    public List<String> names() {
        return adapters.stream().map(Adapter::name).toList();
    }

    @Override
    public Linear linear(String name, Linear dense, Parameter weight, Weights weights) {
        List<LoraPart> parts = new ArrayList<>();
        for (Adapter adapter : adapters) {
            adapter.on(name)
                    .ifPresent(
                            shape ->
                                    parts.add(new LoraPart(adapter.name(), shape, dense, weights)));
        }
        if (parts.isEmpty()) {
            return dense;
        }
        ParameterStore store = ParameterStore.of(weights);
        return new LoraLinear(
                ops,
                name,
                dense,
                (StoredParameter) weight,
                store.find(name + ".bias"),
                store.adapters(),
                parts);
    }

    /**
     * To be called when the model is built: every glob must have met a layer, every layer of a
     * folder must be there.
     *
     * @throws ImagoException with all that don't, and near names
     */
    public void check(ParameterStore store) {
        List<Problem> problems = new ArrayList<>();
        Set<String> layers = store.linearNames();
        for (Adapter adapter : adapters) {
            if (adapter instanceof NewAdapter fresh) {
                fresh.globs().stream()
                        .filter(glob -> layers.stream().noneMatch(glob::matches))
                        .forEach(glob -> problems.add(unmet(adapter, glob, layers)));
            }
            adapter.folder().ifPresent(folder -> problems.addAll(folder.strangers(layers)));
        }
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
    }

    private static Problem unmet(Adapter adapter, NameGlob glob, Set<String> layers) {
        return new Problem(
                ErrorCode.NOTHING_TRAINABLE,
                "model.adapters, " + adapter.name() + ", targets",
                "'" + glob + "' fits no linear layer.",
                NearestName.question(glob.toString(), layers));
    }

    /** Fills those that come from folders. */
    public void load(ParameterStore store) {
        for (Adapter adapter : adapters) {
            adapter.folder().ifPresent(folder -> folder.load(store, adapter.name()));
        }
    }

    /** When all is filled: rows of new DoRA adapters start at their length; merges are made. */
    public void settle(ParameterStore store) {
        for (Adapter adapter : adapters) {
            if (adapter.folder().isEmpty()) {
                startLengths(store, adapter.name());
            }
            if (adapter.merge()) {
                store.mergeAdapter(adapter.name());
            }
        }
    }

    private void startLengths(ParameterStore store, String name) {
        for (LoraLinear layer : store.adapted()) {
            layer.part(name)
                    .filter(part -> part.lengths() != null)
                    .ifPresent(part -> startLengths(layer, part));
        }
    }

    private void startLengths(LoraLinear layer, LoraPart part) {
        var lengths = part.currentLengths(ops, layer.weight().value());
        lengths.attach(part.lengths().value().getManager());
        part.lengths().fill(lengths);
    }

    /**
     * Writes each adapter that is not merged as a folder in PEFT's layout.
     *
     * @param folder gets one folder for each, by name
     * @param base what they were trained over; empty keeps what the folders tell that they were
     *     read from
     */
    public void write(ParameterStore store, Path folder, Optional<AdapterBase> base) {
        for (Adapter adapter : adapters) {
            if (store.adapters().names().contains(adapter.name())) {
                new PeftWriter(store, adapter.name(), base(adapter, base))
                        .write(folder.resolve(adapter.name()));
            }
        }
    }

    private static AdapterBase base(Adapter adapter, Optional<AdapterBase> trainedOver) {
        AdapterBase read = adapter.folder().map(PeftFolder::base).orElse(AdapterBase.INSIDE);
        return trainedOver.map(base -> base.with(read.whole())).orElse(read);
    }
}
