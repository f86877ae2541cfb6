package dev.imago.runtime.cli;

import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RecipeCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code imago check}: everything that is wrong with a recipe, before it is run. */
@Command(
        name = "imago check",
        sortOptions = false,
        description = {
            "Finds everything that is wrong with a recipe: its keys and files, whether the parts of"
                    + " the model fit together, and the first samples of each data set. Loads no"
                    + " weights.",
            ""
        },
        footer = {"", "Example:", "  imago check recipes/wardrobe/metamorph.yaml"})
final class CheckVerb implements Verb {
    @Parameters(index = "0", paramLabel = "RECIPE", description = "the recipe to check")
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
            List<RecipeCheck.Finding> findings = RecipeCheck.of(opened);
            if (shared.json) {
                List<Map<String, String>> list =
                        findings.stream()
                                .map(one -> Map.of("what", one.what(), "found", one.found()))
                                .toList();
                console.out().println(JsonText.of(Map.of("problems", List.of(), "checked", list)));
            } else {
                TextTable table = new TextTable();
                findings.forEach(one -> table.row(" ", one.what(), one.found()));
                console.out().println(file + ": nothing is wrong");
                console.out().print(table);
            }
        }
        return 0;
    }
}
