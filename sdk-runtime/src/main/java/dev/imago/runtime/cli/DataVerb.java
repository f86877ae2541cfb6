package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.inspect.DataCheck;
import dev.imago.runtime.inspect.DataSet;
import dev.imago.runtime.inspect.PreviewBuilder;
import dev.imago.runtime.inspect.SetTally;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.report.DataPreview;
import dev.imago.runtime.report.PreviewPage;
import dev.imago.runtime.run.RecipeData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago data}: what a model sees of a recipe's data, and what is wrong with it. */
@Command(
        name = "imago data",
        sortOptions = false,
        description = {
            "Shows a recipe's data as the model sees it, or goes over all of it: files there and"
                    + " decodable, images where they should be, lengths, trained tokens, samples"
                    + " twice, images both trained and evaluated on. Without an option, lists the"
                    + " data sets. Ends with 3 when more samples of a data set are wrong than"
                    + " runtime.bad_sample_rate allows.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago data recipes/wardrobe/metamorph.yaml --preview 8 --out data.html",
            "  imago data recipes/wardrobe/metamorph.yaml --check --limit 2000"
        })
final class DataVerb implements Verb {
    private static final int TOO_MANY = 3;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "the recipe whose data it is")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "key.path=value",
            description = "keys of the recipe to set otherwise")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--preview",
            paramLabel = "N",
            description = "write a page that shows N samples of each data set, token by token")
    private Integer preview;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the page (data-preview.html in the run's folder)")
    private Path out;

    @Option(names = "--check", description = "go over every sample")
    private boolean check;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "check the first N samples of each data set only")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--apart",
            paramLabel = "BITS",
            description =
                    "bits of 128 by which the hash of the same picture may differ, 0 to 7"
                            + " (${DEFAULT-VALUE})")
    private int apart = 6;

    @Option(
            names = "--offenders",
            paramLabel = "FILE",
            description = "where to list wrong samples (data-check.jsonl in the run's folder)")
    private Path offenders;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        refuseBadNumbers();
        RecipeArguments arguments = new RecipeArguments(file, overrides, shared.plugins(console));
        try (RecipeLoader.Opened opened = arguments.open();
                RecipeData data = new RecipeData(opened)) {
            Map<String, Object> told = new LinkedHashMap<>();
            if (preview != null) {
                told.put("preview", preview(data).toString());
            }
            DataCheck.Result result = check ? check(data, console) : null;
            if (result != null) {
                told.putAll(new DataCheckObject(result, data.recipe(), offenders(data)).object());
            }
            if (preview == null && !check) {
                told.put("data", sets(data));
            }
            tell(console, data, told, result);
            boolean wrong =
                    result != null
                            && !result.above(data.recipe().runtime().badSampleRate()).isEmpty();
            return wrong ? TOO_MANY : 0;
        }
    }

    private void refuseBadNumbers() {
        if (preview != null && preview < 1) {
            throw CommandLineRun.usage("--preview", "is " + preview + ", expected at least 1.");
        }
        if (limit < 1) {
            throw CommandLineRun.usage("--limit", "is " + limit + ", expected at least 1.");
        }
        if (apart < 0 || apart > 7) {
            throw CommandLineRun.usage("--apart", "is " + apart + ", expected 0 to 7.");
        }
    }

    private Path preview(RecipeData data) {
        Recipe recipe = data.recipe();
        Path page = out == null ? recipe.output().resolve("data-preview.html") : out;
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, page.toString(), "can't be made: " + e, e);
        }
        PreviewBuilder builder =
                new PreviewBuilder(
                        data.model().tokenizer(),
                        data.model().encoder().preprocessing(),
                        recipe.seed());
        DataPreview shown = builder.preview(recipe.name(), data.sets(), preview);
        PreviewPage.write(shown, page);
        return page;
    }

    private DataCheck.Result check(RecipeData data, Console console) {
        int cores = Runtime.getRuntime().availableProcessors();
        DataCheck.Settings settings =
                new DataCheck.Settings(
                        data.recipe().runtime().threads().or(cores), limit, apart, offenders(data));
        Progress progress = ProgressChoice.of(console);
        return new DataCheck(settings, data.preflight(), progress).run(data.sets());
    }

    private Path offenders(RecipeData data) {
        return offenders == null ? data.recipe().output().resolve("data-check.jsonl") : offenders;
    }

    private static List<Map<String, Object>> sets(RecipeData data) {
        List<Map<String, Object>> sets = new ArrayList<>();
        for (DataSet set : data.sets()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("name", set.name());
            told.put("task", set.lane().task());
            told.put("evaluation", set.evaluation());
            told.put("samples", set.size());
            told.put("weight", set.lane().weight());
            told.put("left_out", set.lane().samples().leftOut());
            sets.add(told);
        }
        return sets;
    }

    private void tell(
            Console console, RecipeData data, Map<String, Object> told, DataCheck.Result result) {
        if (shared.json) {
            console.out().println(JsonText.of(told));
            return;
        }
        if (preview != null) {
            console.out().println("wrote " + told.get("preview"));
        }
        if (result != null) {
            double rate = data.recipe().runtime().badSampleRate();
            console.out().print(new DataCheckText(result, rate, offenders(data)));
            for (SetTally set : result.above(rate)) {
                console.err()
                        .printf(
                                "[TOO_MANY_BAD_SAMPLES] %s: %,d of %,d samples are wrong, more than"
                                        + " the %s that runtime.bad_sample_rate allows%n",
                                set.set().name(), set.offenders(), set.checked(), rate);
            }
        }
        if (preview == null && !check) {
            TextTable table =
                    new TextTable("data set", "used for", "samples", "left out", "weight");
            for (DataSet set : data.sets()) {
                table.row(
                        set.name(),
                        set.evaluation() ? "evaluation" : "training",
                        DataCheckText.number(set.size()),
                        DataCheckText.number(set.leftOut()),
                        Double.toString(set.lane().weight()));
            }
            console.out().print(table);
            data.sets().forEach(set -> set.lane().leftOut().ifPresent(console.out()::println));
        }
    }
}
