package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.recipe.StageEntry;
import dev.imago.runtime.run.RecipeRunner;
import dev.imago.runtime.run.RunPreview;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago run}: all stages of a recipe, but those that are finished. */
@Command(
        name = "imago run",
        sortOptions = false,
        description = {
            "Runs the stages of a recipe in order. A stage that is finished is not run again; one"
                    + " that was stopped goes on from its last checkpoint. Ctrl-C saves and stops.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago run recipes/wardrobe/metamorph.yaml",
            "  imago run recipes/wardrobe/metamorph.yaml seed=8 runtime.threads=2",
            "  imago run recipes/wardrobe/metamorph.yaml --from instruct"
        })
final class RunVerb implements Verb {
    @Parameters(index = "0", paramLabel = "RECIPE", description = "the recipe to run")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "key.path=value",
            description = "keys of the recipe to set otherwise")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "run this stage only, again if it is finished")
    private String stage;

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description = "run this stage and all after it, again if they are finished")
    private String from;

    @Option(names = "--dry-run", description = "only tell which stages would be run")
    private boolean dryRun;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        RecipeArguments arguments = new RecipeArguments(file, overrides, shared.plugins(console));
        try (RecipeLoader.Opened opened = arguments.open()) {
            List<String> stages = opened.recipe().stages().stream().map(StageEntry::name).toList();
            check("--stage", stage, stages);
            check("--from", from, stages);
            RecipeRunner.Selection selection = new RecipeRunner.Selection(stage, from);
            if (dryRun) {
                preview(RunPreview.of(opened.recipe(), selection), console);
                return 0;
            }
            try (RecipeRunner runner =
                    new RecipeRunner(opened, ProgressChoice.of(console), console.stop().begin())) {
                new RunOutcome(runner.run(selection)).tell(console, shared.json);
            }
            return 0;
        }
    }

    private static void check(String option, String name, List<String> stages) {
        if (name != null && !stages.contains(name)) {
            String near = NearestName.question(name, stages);
            String known = "The recipe has " + String.join(", ", stages) + ".";
            throw new ImagoException(
                    List.of(
                            new Problem(
                                    ErrorCode.USAGE,
                                    option,
                                    "no stage is named '" + name + "'.",
                                    near.isEmpty() ? known : near + " " + known)));
        }
    }

    private void preview(List<RunPreview.Step> steps, Console console) {
        if (shared.json) {
            List<Map<String, Object>> list = new ArrayList<>();
            for (RunPreview.Step step : steps) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("stage", step.stage());
                object.put("type", step.type());
                object.put("would_run", step.wouldRun());
                object.put("why", step.why());
                list.add(object);
            }
            console.out().println(JsonText.of(Map.of("stages", list)));
            return;
        }
        TextTable table = new TextTable("stage", "type", "would run", "why");
        for (RunPreview.Step step : steps) {
            table.row(step.stage(), step.type(), step.wouldRun() ? "yes" : "no", step.why());
        }
        console.out().print(table);
    }
}
