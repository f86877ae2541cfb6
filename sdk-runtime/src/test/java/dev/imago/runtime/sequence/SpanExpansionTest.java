package dev.imago.runtime.sequence;

import static dev.imago.runtime.sequence.Sequence.IGNORE;
import static dev.imago.runtime.sequence.Sequence.VISUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanExpansionTest {
    private static final int START = 8;
    private static final int END = 9;
    private static final int TOKENS = 4;

    @Test
    void an_image_becomes_as_many_positions_as_it_has_tokens() {
        Sequence sequence = expand(100, new int[] {1, START, VISUAL, END, 2}, 1, IGNORE);

        assertThat(sequence.ids())
                .containsExactly(1, START, VISUAL, VISUAL, VISUAL, VISUAL, END, 2);
        assertThat(sequence.spans()).extracting(ImageSpan::start).containsExactly(2);
        assertThat(sequence.learnedImages()).isZero();
    }

    @Test
    void an_image_is_learned_where_its_start_mark_is() {
        int[] ids = {1, START, VISUAL, END, START, VISUAL, END};
        int[] labels = {IGNORE, IGNORE, IGNORE, IGNORE, START, IGNORE, END};

        Sequence sequence =
                new SpanExpansion(START, TOKENS, 100).expand("a", ids, labels, images(2));

        assertThat(sequence.spans()).extracting(ImageSpan::learned).containsExactly(false, true);
        assertThat(sequence.learnedTokens()).isEqualTo(2);
    }

    @Test
    void an_image_that_does_not_fit_is_dropped_with_all_behind_it() {
        Sequence sequence = expand(6, new int[] {1, 2, START, VISUAL, END}, 1, IGNORE);

        assertThat(sequence.ids()).containsExactly(1, 2, START);
        assertThat(sequence.spans()).isEmpty();
    }

    @Test
    void placeholders_and_images_must_agree_in_number() {
        assertThatThrownBy(() -> expand(100, new int[] {1, VISUAL}, 2, IGNORE))
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e ->
                                assertThat(e.problems().get(0).code())
                                        .isEqualTo(ErrorCode.IMAGE_COUNT))
                .hasMessageContaining("sample a")
                .hasMessageContaining("1 image placeholders but 2 images");
    }

    @Test
    void images_stay_whole_at_any_length_limit() {
        Random random = new Random(1);
        for (int trial = 0; trial < 500; trial++) {
            int[] ids =
                    random.ints(1 + random.nextInt(30)).map(i -> i % 4 == 0 ? VISUAL : 3).toArray();
            int count = (int) IntStream.of(ids).filter(id -> id == VISUAL).count();
            int limit = 1 + random.nextInt(60);

            Sequence sequence = expand(limit, ids, count, IGNORE);

            long visual = IntStream.of(sequence.ids()).filter(id -> id == VISUAL).count();
            assertThat(sequence.length()).isLessThanOrEqualTo(limit);
            assertThat(visual).isEqualTo((long) sequence.spans().size() * TOKENS);
            assertThat(sequence.labels()).hasSameSizeAs(sequence.ids());
        }
    }

    private static Sequence expand(int limit, int[] ids, int images, int label) {
        int[] labels = IntStream.of(ids).map(id -> label).toArray();
        return new SpanExpansion(START, TOKENS, limit).expand("a", ids, labels, images(images));
    }

    static List<ImageSource> images(int count) {
        Picture pixel = new Picture(1, 1, new byte[3]);
        return IntStream.range(0, count)
                .mapToObj(i -> ImageSource.of("image-" + i, pixel))
                .toList();
    }
}
