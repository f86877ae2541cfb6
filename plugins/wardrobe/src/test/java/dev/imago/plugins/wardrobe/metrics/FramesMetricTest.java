package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
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

class FramesMetricTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    private FakeContext measure(Answerer answerer) {
        FakeContext context = new FakeContext(leaks.manager(), answerer);
        FramesConfig config = new FramesConfig(null, null, 60, 25, 5);
        new FramesMetric(config, new Ops(leaks.manager()), Precision.FP32).measure(context);
        return context;
    }

    @Test
    void right_frames_beat_the_last_frame_shown() {
        Samples<FrameSequence> samples =
                new FakeContext(null, null)
                        .evaluationSamples("predict_frames", FrameSequence.class);
        Map<String, Double> figures =
                measure(Painter.drawing(r -> last(samples.get(Painter.index(r))), "")).figures();
        assertThat(figures.get("frames.layout")).isGreaterThan(0.97);
        assertThat(figures.get("frames.colour"))
                .isGreaterThan(0.95)
                .isEqualTo(figures.get("frames.decoded.colour"));
        assertThat(figures.get("frames.copy.layout")).isLessThan(figures.get("frames.layout"));
        assertThat(figures).containsKeys("frames.cosine", "frames.copy.cosine");
    }

    private static ImageSource last(FrameSequence clip) {
        List<ImageSource> frames = clip.video().frames();
        return frames.get(frames.size() - 1);
    }

    @Test
    void a_copy_is_as_good_as_a_copy() {
        FakeContext context = measure(Painter.drawing(Painter::copy, ""));
        Map<String, Double> figures = context.figures();
        assertThat(figures.get("frames.layout")).isEqualTo(figures.get("frames.copy.layout"));
        ReportPart.Sheet sheet = (ReportPart.Sheet) context.parts().get(1);
        assertThat(sheet.cells()).hasSize(5);
        assertThat(sheet.cells().get(0).pictures()).hasSizeGreaterThan(2);
    }
}
