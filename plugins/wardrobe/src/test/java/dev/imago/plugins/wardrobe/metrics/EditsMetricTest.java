package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.EditPair;
import dev.imago.api.data.Samples;
import dev.imago.api.generate.Answerer;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.ReportPart;
import dev.imago.plugins.wardrobe.FakeContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EditsMetricTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    private FakeContext measure(Answerer answerer) {
        FakeContext context = new FakeContext(leaks.manager(), answerer);
        EditsConfig config = new EditsConfig(null, null, 60, 25, 5);
        new EditsMetric(config, new Ops(leaks.manager()), Precision.FP32).measure(context);
        return context;
    }

    @Test
    void right_pictures_are_right() {
        Samples<EditPair> samples =
                new FakeContext(null, null).evaluationSamples("edit", EditPair.class);
        FakeContext context =
                measure(Painter.drawing(r -> samples.get(Painter.index(r)).after(), ""));
        Map<String, Double> figures = context.figures();
        assertThat(figures.get("edits.changed")).isGreaterThan(0.95);
        assertThat(figures.get("edits.kept")).isGreaterThan(0.95);
        assertThat(figures.get("edits.both")).isGreaterThan(0.95);
        assertThat(figures.get("edits.best.both")).isEqualTo(figures.get("edits.both"));
        assertThat(figures)
                .containsKeys(
                        "edits.add.both",
                        "edits.ground.both",
                        "edits.recolor.both",
                        "edits.remove.both",
                        "edits.swap.both");
    }

    @Test
    void a_copy_changes_nothing_and_is_the_baseline() {
        FakeContext context = measure(Painter.drawing(Painter::copy, ""));
        Map<String, Double> figures = context.figures();
        // Two of one colour may change places unseen by a judge who was never trained.
        assertThat(figures.get("edits.changed")).isLessThan(0.1);
        assertThat(figures.get("edits.remove.kept")).isGreaterThan(0.95);
        for (String what : List.of("changed", "kept", "both", "swap.kept")) {
            assertThat(figures.get("edits." + what)).isEqualTo(figures.get("edits.copy." + what));
        }
    }

    @Test
    void shows_what_was_shown_drawn_and_wanted() {
        FakeContext context = measure(Painter.drawing(Painter::copy, ""));
        ReportPart.Sheet sheet = (ReportPart.Sheet) context.parts().get(1);
        assertThat(sheet.cells()).hasSize(5);
        assertThat(sheet.cells().get(0).pictures()).hasSize(3);
        assertThat(sheet.cells().get(0).caption()).contains("changed ✗, rest ");
    }
}
