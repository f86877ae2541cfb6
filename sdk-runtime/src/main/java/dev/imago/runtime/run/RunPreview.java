package dev.imago.runtime.run;

import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.StageEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which stages a run would run, told without the engine and without changing anything. */
public final class RunPreview {
    private RunPreview() {}

    /**
     * What a run would do with a stage.
     *
     * @param stage its name
     * @param type what it does
     * @param wouldRun whether it would be run
     * @param why in a few words
     */
    public record Step(String stage, String type, boolean wouldRun, String why) {}

    /** The steps of a run, in order. */
    public static List<Step> of(Recipe recipe, RecipeRunner.Selection selection) {
        StageGraph graph = new StageGraph(recipe);
        List<Step> steps = new ArrayList<>();
        boolean forced = false;
        for (StageEntry entry : recipe.stages()) {
            forced |= entry.name().equals(selection.from());
            boolean asked = forced || entry.name().equals(selection.only());
            Path directory = recipe.output().resolve("stages").resolve(entry.name());
            boolean finished = StageRecord.read(directory, graph.hash(entry.name())).isPresent();
            boolean chosen = selection.only() == null || entry.name().equals(selection.only());
            boolean runs = chosen && (asked || !finished);
            steps.add(
                    new Step(
                            entry.name(),
                            entry.stage().type(),
                            runs,
                            why(directory, finished, asked, chosen)));
        }
        return steps;
    }

    private static String why(Path directory, boolean finished, boolean asked, boolean chosen) {
        if (asked && finished) {
            return "finished, but asked for";
        }
        if (finished) {
            return "finished";
        }
        if (!chosen) {
            return "not asked for";
        }
        return Files.isDirectory(directory) ? "begun, or its keys changed" : "not begun";
    }
}
