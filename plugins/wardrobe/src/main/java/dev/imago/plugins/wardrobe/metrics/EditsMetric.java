package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.EditPair;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.evaluate.Metric;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.StageContext;
import dev.imago.plugins.wardrobe.judge.Judge;
import dev.imago.plugins.wardrobe.world.SceneImage;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The metric {@code wardrobe-edits}: changes to test scenes, judged by what should change and by
 * what should not. Beside it stands what copying the picture would reach, which keeps everything.
 */
public final class EditsMetric implements Metric {
    private final EditsConfig config;
    private final Ops ops;
    private final Precision precision;

    /** Built by a recipe. */
    @Inject
    public EditsMetric(EditsConfig config, Ops ops, Precision precision) {
        this.config = config;
        this.ops = ops;
        this.precision = precision;
    }

    @Override
    public void measure(StageContext context) {
        Seen.requireDecoder(context, "wardrobe-edits");
        List<EditPair> samples = samples(context);
        TaskFormatter<EditPair> formatter = context.formatter(config.task(), EditPair.class);
        List<TaskItem> items = samples.stream().map(s -> formatter.items(s).get(0)).toList();
        List<Redrawing> drawings = new Redrawer(context, config.batchSize()).draw(items);
        Judge judge = Judge.of(context, config.judge(), ops, precision);
        List<Seen> wanted = seen(judge, drawings, d -> Optional.of(d.wanted()));
        List<Seen> drawn = seen(judge, drawings, Redrawing::drawn);
        List<Seen> copied = seen(judge, drawings, d -> Optional.of(d.source()));
        List<JudgedEdit> edits = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            edits.add(
                    JudgedEdit.of(
                            SceneImage.of(samples.get(i).before()).scene(),
                            SceneImage.of(samples.get(i).after()).scene(),
                            drawings.get(i),
                            drawn.get(i),
                            copied.get(i),
                            wanted.get(i)));
        }
        EditsReport.write(context, edits, config.shown());
    }

    private List<EditPair> samples(StageContext context) {
        Samples<EditPair> samples = context.evaluationSamples(config.task(), EditPair.class);
        List<EditPair> some = new ArrayList<>();
        for (long i = 0; i < Math.min(config.edits(), samples.size()); i++) {
            some.add(samples.get(i));
        }
        return some;
    }

    private static List<Seen> seen(
            Judge judge, List<Redrawing> drawings, Function<Redrawing, Optional<Drawn>> which) {
        List<Optional<Picture>> pictures =
                drawings.stream().map(d -> which.apply(d).map(Drawn::picture)).toList();
        return Seen.all(judge, pictures);
    }
}
