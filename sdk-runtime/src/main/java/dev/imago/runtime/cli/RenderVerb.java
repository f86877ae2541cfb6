package dev.imago.runtime.cli;

import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.RenderSection;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago render}: visual tokens, or what the encoder sees in pictures, as pictures. */
@Command(
        name = "imago render",
        sortOptions = false,
        description = {
            "Renders visual tokens with a model's decoder, without its language model. A picture is"
                    + " encoded and rendered back: what is lost then is the decoder's loss.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago render tokens.safetensors --model models/wardrobe --out drawings",
            "  imago render photo.jpg --model MODEL --guidance 6,7.5,10 --steps 30 --seed 7",
            "  imago render tokens.safetensors --parts decoder.yaml --sampler dpm2m-karras",
        })
final class RenderVerb implements Verb {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description = {
                "a .safetensors with visual tokens [N, K, D] or [K, D],",
                "or a picture to encode and render back"
            })
    private List<Path> inputs;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "a model folder, a GGUF file, a recipe that was run, or hf://org/name")
    private String model;

    @Option(
            names = "--parts",
            paramLabel = "FILE",
            description = {
                "instead of a model, YAML with decoder and, to render pictures,",
                "encoder, reducer, normalize and weights, as in a recipe's model"
            })
    private Path parts;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where pictures go (${DEFAULT-VALUE})")
    private Path out = Path.of(".");

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32 or bf16; a model folder's own by default")
    private dev.imago.api.nn.Precision precision;

    @Mixin private RenderingOptions rendering;
    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        RenderPlan plan = rendering.plan();
        if ((model == null) == (parts == null)) {
            throw CommandLineRun.usage(
                    "imago render", "expected --model MODEL or --parts FILE, one of them.");
        }
        RenderOutputs outputs = new RenderOutputs(out, plan);
        List<Path> plugins = shared.plugins(console);
        try (ComponentRegistry registry = PluginLoader.load(plugins)) {
            Parts chosen = parts(registry, plugins, plan.options().decoder(), console);
            try (RuntimeSession runtime = RuntimeSession.open(chosen.runtime, registry)) {
                RenderRun run = new RenderRun(runtime, chosen.section, plan, outputs);
                run.render(inputs, ProgressChoice.of(console));
            }
        }
        tell(console, outputs);
        return 0;
    }

    /** What to build, and in which precision. */
    private record Parts(RenderSection section, RuntimeSection runtime) {}

    private Parts parts(
            ComponentRegistry registry, List<Path> plugins, String decoder, Console console) {
        RuntimeSection wanted = precision == null ? null : RuntimeSection.of(precision);
        if (parts != null) {
            RenderSection section = new RecipeLoader().load(RenderSection.class, parts, registry);
            return new Parts(section, wanted == null ? RuntimeSection.DEFAULT : wanted);
        }
        ModelFolder folder =
                new ModelFolder(
                        ModelArgument.folder(model, plugins, console), console.environment());
        return new Parts(
                RenderSection.of(folder.section(registry), decoder), folder.runtime(wanted));
    }

    private void tell(Console console, RenderOutputs outputs) {
        if (shared.json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("images", outputs.files().stream().map(Path::toString).toList());
            console.out().println(JsonText.of(object));
        } else {
            outputs.files().forEach(console.out()::println);
        }
    }
}
