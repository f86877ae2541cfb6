package dev.imago.runtime.cli;

import dev.imago.runtime.inspect.DataCheck;
import dev.imago.runtime.inspect.Lengths;
import dev.imago.runtime.inspect.SetTally;
import dev.imago.runtime.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check of data found, for programs. */
record DataCheckObject(DataCheck.Result result, Recipe recipe, Path offenders) {
    Map<String, Object> object() {
        double rate = recipe.runtime().badSampleRate();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("passed", result.above(rate).isEmpty());
        told.put("samples", result.samples());
        told.put("images", result.images());
        told.put("seconds", result.seconds());
        told.put("images_per_second", result.images() / Math.max(result.seconds(), 1e-9));
        told.put("offenders_file", offenders.toString());
        told.put("data", result.sets().stream().map(set -> set(set, rate)).toList());
        return told;
    }

    private static Map<String, Object> set(SetTally set, double rate) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", set.set().name());
        told.put("task", set.set().lane().task());
        told.put("evaluation", set.set().evaluation());
        told.put("samples", set.set().size());
        told.put("checked", set.checked());
        told.put("wrong", set.offenders());
        told.put("passed", set.rate() <= rate);
        told.put("reasons", set.reasons());
        told.put("left_out", set.set().lane().samples().leftOut());
        told.put("shortened", set.shortened());
        told.put("shortenings", set.shortenings());
        told.put("images", set.images());
        told.put("learned_tokens", set.learnedTokens());
        told.put("learned_images", set.learnedImages());
        told.put("positions", positions(set.lengths()));
        return told;
    }

    private static Map<String, Object> positions(Lengths lengths) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("all", lengths.positions());
        told.put("median", lengths.quantile(0.5));
        told.put("at_95_percent", lengths.quantile(0.95));
        told.put("longest", lengths.longest());
        List<Map<String, Object>> bins = new ArrayList<>();
        for (Lengths.Bin bin : lengths.histogram()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("from", bin.from());
            one.put("to", bin.to());
            one.put("samples", bin.samples());
            bins.add(one);
        }
        told.put("histogram", bins);
        return told;
    }
}
