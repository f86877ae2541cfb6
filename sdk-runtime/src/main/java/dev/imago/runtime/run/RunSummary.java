package dev.imago.runtime.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeWriter;
import dev.imago.runtime.report.HtmlReport;
import dev.imago.runtime.report.MachineFacts;
import dev.imago.runtime.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** Writes what a run measured: {@code figures.json} for programs and the report for people. */
final class RunSummary {
    private final Recipe recipe;
    private final Path recipeFile;
    private final RunFolder folder;

    RunSummary(Recipe recipe, Path recipeFile, RunFolder folder) {
        this.recipe = recipe;
        this.recipeFile = recipeFile;
        this.folder = folder;
    }

    void write(Map<String, Double> figures, List<FinishedStage> finished) {
        writeFigures(figures);
        HtmlReport.write(report(finished), folder.report());
    }

    private RunReport report(List<FinishedStage> finished) {
        return new RunReport(
                recipe.name(),
                recipeFile.toString(),
                recipe.seed(),
                ZonedDateTime.now(),
                MachineFacts.withEngine(),
                finished.stream().map(this::stage).toList(),
                folder.metrics(),
                folder.skipped(),
                RecipeWriter.yaml(recipe));
    }

    private RunReport.StageSummary stage(FinishedStage stage) {
        List<String> before = new StageGraph(recipe).ancestors(stage.entry().name());
        return new RunReport.StageSummary(
                stage.entry().name(),
                stage.entry().stage().type(),
                before.isEmpty() ? "" : before.get(before.size() - 1),
                stage.seconds(),
                stage.ran(),
                stage.figures(),
                stage.parts());
    }

    private void writeFigures(Map<String, Double> figures) {
        Path temporary = folder.figures().resolveSibling("figures.json.tmp");
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            json.writeValue(temporary.toFile(), figures);
            Files.move(temporary, folder.figures(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK,
                    folder.figures().toString(),
                    "can't be written: " + e.getMessage(),
                    e);
        }
    }
}
