package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Samples;
import dev.imago.api.train.ReportPart;
import dev.imago.plugins.wardrobe.FakeContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinkingMetricTest {
    @Test
    void compares_answers_after_a_look_with_direct_ones() {
        Samples<CloserLook> samples =
                new FakeContext(null, null).evaluationSamples("think_visually", CloserLook.class);
        FakeContext context =
                new FakeContext(
                        null, Painter.drawing(r -> samples.get(Painter.index(r)).look(), "red"));
        List<String> tasks = List.of("think_visually", "look_closer");
        new ThinkingMetric(new ThinkingConfig(tasks, null, 60, 25, 5)).measure(context);
        double red = 0;
        for (long i = 0; i < 60; i++) {
            red += samples.get(i).answer().equals("red") ? 1 : 0;
        }
        assertThat(red).isPositive();
        assertThat(context.figures())
                .containsEntry("thinking.think_visually", red / 60)
                .containsEntry("thinking.look_closer", red / 60)
                .containsEntry("thinking.look_closer.looked", 1.0)
                .containsEntry("thinking.look_closer.found", 1.0)
                .containsEntry("thinking.direct", 0.0)
                .containsEntry("thinking.look_closer.garment", 0.0);
        ReportPart.Sheet sheet = (ReportPart.Sheet) context.parts().get(1);
        assertThat(sheet.cells()).hasSize(5);
        assertThat(sheet.cells().get(0).pictures()).hasSize(4);
        assertThat(sheet.cells().get(0).caption()).contains("red ").contains("directly: no");
    }
}
