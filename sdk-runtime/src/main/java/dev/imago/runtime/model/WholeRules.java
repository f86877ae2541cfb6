package dev.imago.runtime.model;

import dev.imago.api.model.ModelFamily;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.plugin.ModelFamilies;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.NameGlob;
import dev.imago.runtime.weights.ParameterStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How the keys of a checkpoint of a multimodal model fit: Imago's own, whose keys are those of the
 * reference, or one that the reference wrote, which has some that nothing needs. Which it is shows
 * in the keys.
 */
final class WholeRules {
    private static final String ADAPTERS = PartNames.glob("adapters");

    /** Trained beside adapters, the reference keeps parameters under PEFT's prefix. */
    private static final String WRAPPED = "base_model.model.";

    /** In every checkpoint of the reference, and used by nothing. */
    private static final String UNUSED = "model.vision_proj";

    private final ParameterStore store;
    private final Set<String> keys;
    private final ModelSection section;
    private final Supplier<ModelFamilies> families;

    WholeRules(
            ParameterStore store,
            Checkpoint checkpoint,
            ModelSection section,
            Supplier<ModelFamilies> families) {
        this.store = store;
        this.keys = checkpoint.shapes().keySet();
        this.section = section;
        this.families = families;
    }

    /** Whether the checkpoint has most of the language model, which small ones never have. */
    boolean covers() {
        NameGlob layers = NameGlob.of("model.layers.**");
        NameGlob adapters = NameGlob.of(ADAPTERS);
        List<String> wanted =
                store.parameters().stream()
                        .map(Parameter::name)
                        .filter(name -> layers.matches(name) && !adapters.matches(name))
                        .toList();
        long found = wanted.stream().filter(name -> keys.contains(name)).count();
        return 2 * found > wanted.size();
    }

    /**
     * Names of parts beside the language model that the checkpoint has nothing of, such as the
     * vision head after stage one of the reference.
     */
    Set<String> begunAnew() {
        Set<String> names = new HashSet<>();
        for (String part : List.of("connector", "reducer", "normalize", "vision_head")) {
            NameGlob glob = NameGlob.of(PartNames.glob(part));
            List<String> own =
                    store.parameters().stream().map(Parameter::name).filter(glob::matches).toList();
            if (own.stream().noneMatch(this::has)) {
                names.addAll(own);
            }
        }
        return names;
    }

    private boolean has(String name) {
        return keys.contains(name) || keys.contains(WRAPPED + name);
    }

    /**
     * The rules.
     *
     * @param filled names that have numbers already, and may be missing here
     */
    LoadRules rules(Set<String> filled) {
        LoadRules rules =
                LoadRules.EXACT
                        .optional(ModelAssembly.decodersGlob())
                        .optional(ADAPTERS)
                        .rename(WRAPPED, "")
                        .ignore(UNUSED);
        for (String name : filled) {
            if (!has(name)) {
                rules = rules.optional(name);
            }
        }
        return withoutUnusedOfEncoder(rules);
    }

    /** The reference stores the whole encoder, whatever is taken from it. */
    private LoadRules withoutUnusedOfEncoder(LoadRules rules) {
        String prefix = ModelAssembly.ENCODER + ".";
        List<String> strangers = new ArrayList<>();
        for (String key : keys) {
            if (key.startsWith(prefix) && store.find(key).isEmpty()) {
                strangers.add(key);
            }
        }
        if (strangers.isEmpty() || !section.hasVision()) {
            return rules;
        }
        List<NameGlob> unused =
                families.get().of(section.encoder()).map(ModelFamily::unused).stream()
                        .flatMap(List::stream)
                        .map(NameGlob::of)
                        .toList();
        LoadRules without = rules;
        for (String key : strangers) {
            String name = key.substring(prefix.length());
            if (unused.stream().anyMatch(glob -> glob.matches(name)) && !isOfDeclaredLayer(key)) {
                without = without.ignore(key);
            }
        }
        return without;
    }

    private boolean isOfDeclaredLayer(String key) {
        String layer = key.replaceFirst("(\\.\\d+\\.).*", "$1");
        return !layer.equals(key)
                && store.parameters().stream().anyMatch(p -> p.name().startsWith(layer));
    }
}
