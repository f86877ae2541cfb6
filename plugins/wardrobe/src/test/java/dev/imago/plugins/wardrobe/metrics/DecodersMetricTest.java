package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.evaluate.Measured;
import dev.imago.api.evaluate.PictureMeasure;
import dev.imago.api.evaluate.PicturePairs;
import dev.imago.api.generate.Answerer;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Parts;
import dev.imago.api.plugin.Spec;
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

class DecodersMetricTest {
    private static final float[][] FIRST = {{1, 0, 0, 0}, {1, 0, 0, 0}};

    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();

    private record NoKeys() {}

    /** Counts pairs. */
    private record Counting(List<Integer> counts) implements Parts {
        @Override
        public <K> K create(Spec<K> spec, Weights weights) {
            throw new UnsupportedOperationException("measures have no weights");
        }

        @Override
        public <K> K create(Spec<K> spec) {
            PictureMeasure measure =
                    (context, bootstrap) ->
                            new PictureMeasure.Tally() {
                                private int pairs;

                                @Override
                                public void add(PicturePairs some) {
                                    pairs += some.made().size();
                                }

                                @Override
                                public List<Measured> result() {
                                    counts.add(pairs);
                                    return List.of(Measured.plain("pairs", pairs));
                                }
                            };
            return spec.kind().cast(measure);
        }
    }

    /** Draws the first scene whatever it is asked for, or nothing for every so many requests. */
    private static Answerer painter(int lazy) {
        Samples<CaptionedImage> scenes =
                new WardrobeSource(
                                new WardrobeConfig("test", 60, 1, 8, false, null, null, 1L, null))
                        .samples("generate", CaptionedImage.class);
        return (requests, options) -> {
            List<Answerer.Answer> answers = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                answers.add(
                        i % lazy == lazy - 1
                                ? new Answerer.Answer(Turn.assistant("no"), List.of(), List.of())
                                : new Answerer.Answer(
                                        Turn.assistant(""),
                                        List.<float[][]>of(FIRST),
                                        List.of(scenes.get(0).image().load())));
            }
            return answers;
        };
    }

    private FakeContext measured(int lazy) {
        FakeContext context = new FakeContext(leaks.manager(), painter(lazy));
        Spec<PictureMeasure> spec = new Spec<>(PictureMeasure.class, "pairs", new NoKeys());
        DecodersConfig config =
                new DecodersConfig(null, null, 24, 10, List.of(spec), 3, 5, null, null, 2);
        new DecodersMetric(
                        config,
                        new Ops(leaks.manager()),
                        Precision.FP32,
                        new Counting(new ArrayList<>()))
                .measure(context);
        return context;
    }

    @Test
    void every_decoder_is_measured_from_true_tokens_and_from_drawn_ones() {
        Map<String, Double> figures = measured(2).figures();
        for (String decoder : List.of("own", FakeContext.SHADED)) {
            String name = "decoders." + decoder;
            assertThat(figures.get(name + ".decoded.colour")).as(decoder).isGreaterThan(0.97);
            assertThat(figures.get(name + ".decoded.pairs")).isEqualTo(24);
            assertThat(figures.get(name + ".drawn.colour")).isLessThan(0.6);
            assertThat(figures.get(name + ".drawn.pairs")).isEqualTo(12);
        }
    }

    @Test
    void seeds_of_a_decoder_that_takes_none_are_not_apart() {
        Map<String, Double> figures = measured(1000).figures();
        assertThat(figures.get("decoders.own.decoded.spread")).isZero();
        assertThat(figures.get("decoders.own.drawn.spread")).isZero();
        // 0, 1 and 2 levels darker, but for what is black: a deviation of √(2/3).
        assertThat(figures.get("decoders.shaded.decoded.spread")).isCloseTo(0.8, within(0.15));
    }

    @Test
    void the_sheet_shows_seeds_where_they_differ() {
        ReportPart.Sheet sheet =
                measured(1000).parts().stream()
                        .filter(ReportPart.Sheet.class::isInstance)
                        .map(ReportPart.Sheet.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(sheet.cells()).hasSize(2 * 5);
        assertThat(sheet.cells().subList(0, 5))
                .extracting(cell -> cell.pictures().size())
                .containsExactly(1, 1, 1, 3, 3);
        assertThat(sheet.cells().get(3).caption()).startsWith(FakeContext.SHADED);
    }
}
