package dev.imago.runtime.cli;

import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RunPlan;
import dev.imago.runtime.run.StagePlan;
import dev.imago.runtime.train.ParameterTable;
import dev.imago.runtime.weights.ParameterGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code imago plan}: what a recipe trains and needs, before it is run. */
@Command(
        name = "imago plan",
        sortOptions = false,
        description = {
            "Tells what each stage of a recipe would train, in how many steps, and the memory its"
                    + " tensors take. Loads no weights.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago plan recipes/wardrobe/metamorph.yaml",
            "  imago plan recipes/wardrobe/metamorph.yaml runtime.precision=bf16"
        })
final class PlanVerb implements Verb {
    @Parameters(index = "0", paramLabel = "RECIPE", description = "the recipe to plan")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "key.path=value",
            description = "keys of the recipe to set otherwise")
    private List<String> overrides = new ArrayList<>();

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        RecipeArguments arguments = new RecipeArguments(file, overrides, shared.plugins(console));
        try (RecipeLoader.Opened opened = arguments.open()) {
            RunPlan plan = RunPlan.of(opened);
            console.out().println(shared.json ? JsonText.of(object(plan)) : text(plan));
        }
        return 0;
    }

    private static String text(RunPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("model, ").append(bytes(plan.weightBytes())).append(" of weights\n");
        text.append(new ParameterTable(plan.parameters())).append('\n');
        for (StagePlan stage : plan.stages()) {
            text.append('\n').append(stage.name()).append(" (").append(stage.type()).append(")");
            if (stage.steps() > 0) {
                text.append(": ").append(stage.steps()).append(" steps of ");
                text.append(stage.batchSize()).append(" examples, learning rate ");
                text.append(String.format(Locale.ROOT, "%.3g", stage.learningRate()));
            }
            text.append('\n');
            if (!stage.groups().isEmpty()) {
                text.append(new ParameterTable(stage.groups())).append('\n');
                text.append(memory(plan, stage));
            }
        }
        return text.toString().stripTrailing();
    }

    private static String memory(RunPlan plan, StagePlan stage) {
        return String.format(
                Locale.ROOT,
                "  tensors: %s weights + %s gradients (%d workers) + %s optimizer; and roughly %s of"
                        + " activations for 1,000 positions%n",
                bytes(plan.weightBytes()),
                bytes(stage.gradientBytes()),
                plan.workers(),
                bytes(stage.optimizerBytes()),
                bytes(stage.activationBytes()));
    }

    private static String bytes(long bytes) {
        double mebibytes = bytes / (double) (1 << 20);
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.2f GiB", mebibytes / 1024);
    }

    private static Map<String, Object> object(RunPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("precision", plan.precision().name().toLowerCase(Locale.ROOT));
        object.put("workers", plan.workers());
        object.put("weight_bytes", plan.weightBytes());
        object.put("parameters", plan.parameters().stream().map(PlanVerb::group).toList());
        object.put("stages", plan.stages().stream().map(PlanVerb::stage).toList());
        return object;
    }

    private static Map<String, Object> stage(StagePlan stage) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", stage.name());
        object.put("type", stage.type());
        object.put("steps", stage.steps());
        object.put("batch_size", stage.batchSize());
        object.put("learning_rate", stage.learningRate());
        object.put("trained", stage.trained());
        object.put("gradient_bytes", stage.gradientBytes());
        object.put("optimizer_bytes", stage.optimizerBytes());
        object.put("activation_bytes_per_1000_positions", stage.activationBytes());
        object.put("groups", stage.groups().stream().map(PlanVerb::group).toList());
        return object;
    }

    private static Map<String, Object> group(ParameterGroup group) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", group.name());
        object.put("parameters", group.parameters());
        object.put("trained", group.trainable());
        return object;
    }
}
