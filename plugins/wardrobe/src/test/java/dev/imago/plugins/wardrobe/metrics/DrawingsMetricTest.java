package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.ReportPart;
import dev.imago.plugins.wardrobe.FakeContext;
import dev.imago.plugins.wardrobe.WardrobeConfig;
import dev.imago.plugins.wardrobe.WardrobeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrawingsMetricTest {
    private static final float[][] TOKENS = {{1, 0, 0, 0}, {1, 0, 0, 0}};

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    private final Samples<CaptionedImage> scenes =
            new WardrobeSource(new WardrobeConfig("test", 60, 1, 8, false, null, null, 1L, null))
                    .samples("generate", CaptionedImage.class);

    /** Draws the scene that a caption is of, or nothing for every so many captions. */
    private Answerer painter(int lazy) {
        return (requests, options) -> {
            List<Answerer.Answer> answers = new ArrayList<>();
            for (Conversation request : requests) {
                long i = index(request.turns().get(0).text());
                answers.add(
                        i % lazy == 0
                                ? new Answerer.Answer(Turn.assistant("no"), List.of(), List.of())
                                : new Answerer.Answer(
                                        Turn.assistant(""),
                                        List.<float[][]>of(TOKENS),
                                        List.of(scenes.get(i).image().load())));
            }
            return answers;
        };
    }

    private long index(String caption) {
        for (long i = 0; i < scenes.size(); i++) {
            if (scenes.get(i).caption().equals(caption)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no scene is called " + caption);
    }

    private Map<String, Double> measure(FakeContext context) {
        DrawingsConfig config = new DrawingsConfig(null, null, 24, 10, 5);
        new DrawingsMetric(config, new Ops(leaks.manager()), Precision.FP32).measure(context);
        return context.figures();
    }

    @Test
    void perfect_drawings_are_perfect() {
        FakeContext context = new FakeContext(leaks.manager(), painter(1000));
        Map<String, Double> figures = measure(context);
        assertThat(figures.get("drawings.layout")).isGreaterThan(0.97);
        assertThat(figures.get("drawings.colour")).isGreaterThan(0.97);
        assertThat(figures.get("drawings.real.layout")).isEqualTo(1);
        assertThat(figures.get("drawings.decoded.colour")).isEqualTo(1);
        assertThat(figures.get("drawings.shuffled.layout")).isLessThan(0.8);
        // All drawn tokens are alike, and nearly along those of every picture.
        assertThat(figures.get("drawings.cosine")).isBetween(0.9, 1.0);
        assertThat(figures.get("drawings.shuffled.cosine"))
                .isCloseTo(figures.get("drawings.cosine"), within(0.01));
        ReportPart.Sheet sheet =
                context.parts().stream()
                        .filter(ReportPart.Sheet.class::isInstance)
                        .map(ReportPart.Sheet.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(sheet.cells()).hasSize(5);
        assertThat(sheet.cells().get(1).pictures()).hasSize(3);
    }

    @Test
    void what_was_not_drawn_is_wrong() {
        Map<String, Double> all = measure(new FakeContext(leaks.manager(), painter(1000)));
        double colour = all.get("drawings.colour");
        Map<String, Double> half = measure(new FakeContext(leaks.manager(), painter(2)));
        assertThat(half.get("drawings.colour")).isLessThan(0.7 * colour);
        assertThat(half.get("drawings.ground")).isEqualTo(0.5);
    }
}
