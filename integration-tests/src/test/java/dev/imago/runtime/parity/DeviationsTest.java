package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.generate.GenerationEvent.Reason;
import dev.imago.api.generate.Sampler;
import dev.imago.api.nn.Autograd;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.runtime.generate.GeneratedRow;
import dev.imago.runtime.generate.Limits;
import dev.imago.runtime.generate.LoopListener;
import dev.imago.runtime.generate.MixedModalLoop;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SpanExpansion;
import dev.imago.runtime.train.VpitObjective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Imago does where the reference has a defect: one test for each reviewed deviation, by id;
 * those of conversations are in {@link FormatDeviationsTest}, those of pictures in {@link
 * ImagesDeviationsTest}.
 */
class DeviationsTest {
    private static final int START = 509;

    private ParityBed bed;
    private Autograd.Scope inference;

    @BeforeEach
    void open() {
        bed = new ParityBed();
        inference = Autograd.off();
    }

    @AfterEach
    void close() {
        inference.close();
        bed.close();
    }

    @Test
    void every_deviation_has_a_test_of_its_name() {
        List<String> tests =
                Stream.of(
                                DeviationsTest.class,
                                FormatDeviationsTest.class,
                                ImagesDeviationsTest.class)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(java.lang.reflect.Method::getName)
                        .toList();
        assertThat(tests).containsAll(Deviations.load().all().stream().map(Deviation::id).toList());
    }

    @Test
    void no_image_tokens() {
        ReferenceNames names = new ReferenceNames(bed.bench());
        for (int tokens : new int[] {-1, 0}) {
            assertThatThrownBy(() -> names.reducer("interpolation", tokens))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("tokens is " + tokens + ", expected at least 1");
        }
    }

    @Test
    void head_keeps_backbone_width() {
        try (ParityCase recorded = bed.open("mm_forward/headlinear__width_mismatch_falls_back");
                RecordedModel model = RecordedModel.open(recorded, bed.bench(), bed.manager())) {
            int width = model.live().model().backbone().width();
            NDArray hidden = bed.manager().zeros(new Shape(2, width));
            assertThat(model.live().model().vision().predict(hidden).getShape())
                    .isEqualTo(new Shape(2, model.live().model().visual().width()));
            assertThat(width).isNotEqualTo(model.live().model().visual().width());
        }
    }

    @Test
    void no_answer_picture() {
        try (ParityCase recorded = bed.open("mm_forward/cos__vqa");
                RecordedModel model = RecordedModel.open(recorded, bed.bench(), bed.manager())) {
            Loss loss = new ForwardRun(recorded, model).loss(false, bed.manager());
            assertThat(loss.terms()).containsOnlyKeys(VpitObjective.TEXT);
            assertThat((double) loss.total().getFloat())
                    .isEqualTo(loss.terms().get(VpitObjective.TEXT));
        }
    }

    @Test
    void no_text_label() {
        try (ParityCase recorded = bed.open("mm_forward/cos__vqa");
                RecordedModel model = RecordedModel.open(recorded, bed.bench(), bed.manager());
                NDManager scope = bed.manager().newSubManager()) {
            int[] masked = {Sequence.IGNORE, Sequence.IGNORE, Sequence.IGNORE};
            Sequence nothing = new Sequence("s", new int[] {1, 5, 6}, masked, List.of(), 4);
            Loss loss =
                    new VpitObjective(model.live())
                            .loss(
                                    new BatchBuilder(false)
                                            .build(List.of(nothing), null, null, scope),
                                    new Counts(Map.of()),
                                    scope);
            assertThat(loss.total()).isNull();
            assertThat(loss.terms()).isEmpty();
        }
    }

    @Test
    void pictures_slip() {
        int[] ids = {START, Sequence.VISUAL, 510};
        List<ImageSource> two = List.of(new NumberedImage(0), new NumberedImage(1));
        assertThatThrownBy(() -> new SpanExpansion(START, 4, 100).expand("row 7", ids, ids, two))
                .hasMessageContaining("sample row 7")
                .hasMessageContaining("1 image placeholders but 2 images");
    }

    @Test
    void reference_raises() {
        int[] ids = {Sequence.VISUAL, Sequence.VISUAL, 5};
        List<ImageSource> two = List.of(new NumberedImage(0), new NumberedImage(1));
        Sequence sequence = new SpanExpansion(START, 4, 100).expand("row", ids, ids, two);
        assertThat(sequence.spans()).extracting("start").containsExactly(0, 4);
        assertThat(sequence.learnedImages()).isZero();
    }

    @Test
    void stop_id_inside_picture() {
        GeneratedRow row = generate("mm_generate/gcos__stop_id_inside_picture__text");
        assertThat(Arrays.asList(row.images().get(0))).doesNotContainNull();
        assertThat(row.ids()).hasSizeGreaterThan(4);
    }

    @Test
    void second_start_before_end() {
        GeneratedRow row =
                generate("mm_generate/gcos__second_start_without_end_stays_in_image_mode__text");
        assertThat(row.images()).hasSizeGreaterThan(1);
        assertThat(Arrays.asList(row.images().get(1))).doesNotContainNull();
        assertThat(row.reason()).isIn(Reason.STOP, Reason.LENGTH);
    }

    private GeneratedRow generate(String name) {
        try (ParityCase recorded = bed.open(name);
                RecordedModel model = RecordedModel.open(recorded, bed.bench(), bed.manager())) {
            int[] ids = recorded.integers("/prompt_ids");
            int[] labels = new int[ids.length];
            Arrays.fill(labels, Sequence.IGNORE);
            Sequence prompt =
                    new SpanExpansion(START, model.live().model().visual().tokens(), 1000)
                            .expand("prompt", ids, labels, List.of());
            return new MixedModalLoop(model.live(), START, Set.of(2, 511))
                    .run(
                            List.of(prompt),
                            null,
                            new Limits(40, 40, 40),
                            Sampler.GREEDY,
                            b -> new SplittableRandom(0),
                            LoopListener.NONE,
                            bed.manager())
                    .get(0);
        }
    }
}
