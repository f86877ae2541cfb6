package dev.imago.plugins.wardrobe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Turn;
import dev.imago.api.generate.Answerer;
import dev.imago.api.train.ReportPart;
import dev.imago.plugins.wardrobe.FakeContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsMetricTest {
    /** Says one word to everything. */
    private static Answerer always(String word) {
        return (requests, options) ->
                requests.stream()
                        .map(r -> new Answerer.Answer(Turn.assistant(word), List.of(), List.of()))
                        .toList();
    }

    @Test
    void tells_accuracy_and_baselines_of_each_kind() {
        FakeContext context = new FakeContext(null, always("bag"));
        new QuestionsMetric(new QuestionsConfig(null, 60, 7)).measure(context);
        double bag = context.figures().get("questions.what_at");
        assertThat(bag).isBetween(0.01, 0.3);
        assertThat(context.figures().get("questions.what_at.most_frequent"))
                .isGreaterThanOrEqualTo(bag);
        assertThat(context.figures())
                .containsEntry("questions.where", 0.0)
                .containsEntry("questions.exists.chance", 0.5)
                .containsKey("questions.color_at.any_garment")
                .doesNotContainKey("questions.count.any_garment");
        assertThat(context.figures().get("questions.where.any_garment")).isBetween(0.25, 0.5);
    }

    @Test
    void shows_what_garments_are_taken_for() {
        FakeContext context = new FakeContext(null, always("zebra"));
        new QuestionsMetric(new QuestionsConfig(null, 60, 64)).measure(context);
        ReportPart.Confusion confusion =
                context.parts().stream()
                        .filter(ReportPart.Confusion.class::isInstance)
                        .map(ReportPart.Confusion.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(confusion.labels()).hasSize(11).endsWith("other");
        long other = Arrays.stream(confusion.counts()).mapToLong(row -> row[10]).sum();
        long all = Arrays.stream(confusion.counts()).flatMapToLong(Arrays::stream).sum();
        assertThat(other).isEqualTo(all).isGreaterThan(30);
    }

    @Test
    void asks_about_videos_too() {
        FakeContext context = new FakeContext(null, always("grows"));
        new QuestionsMetric(new QuestionsConfig("video_qa", 60, 64)).measure(context);
        assertThat(context.figures().get("questions.motion")).isBetween(0.01, 0.5);
        assertThat(context.figures())
                .containsEntry("questions.mover", 0.0)
                .containsKey("questions.mover.any_garment");
        assertThat(context.parts()).noneMatch(ReportPart.Confusion.class::isInstance);
        ReportPart.Sheet sheet = (ReportPart.Sheet) context.parts().get(1);
        assertThat(sheet.cells().get(0).pictures()).hasSizeBetween(2, 6);
    }
}
