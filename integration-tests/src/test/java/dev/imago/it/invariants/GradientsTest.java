package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Autograd;
import dev.imago.api.train.Counts;
import dev.imago.api.train.Loss;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.train.VpitObjective;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step's loss and gradients don't depend on how its batch is split and padded. */
class GradientsTest {
    private static final float TOLERANCE = 1e-6f;

    private static TinyModel tiny;
    private NDManager owner;

    @BeforeAll
    static void open() {
        tiny = new TinyModel();
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    @BeforeEach
    void begin() {
        owner = tiny.manager().newSubManager();
        tiny.store().trainOnly(List.of("model.mm_projector.**", "model.layers.**", "lm_head.**"));
    }

    @AfterEach
    void end() {
        tiny.store().trainOnly(List.of());
        owner.close();
    }

    @Test
    void examples_padded_to_one_batch_teach_what_they_teach_one_by_one() {
        List<Sequence> all = sequences();
        assertThat(all).extracting(Sequence::length).doesNotHaveDuplicates();

        Step whole = step(List.of(all));
        Step split = step(all.stream().map(List::of).toList());

        assertThat(split.loss()).isCloseTo(whole.loss(), within((double) TOLERANCE * 10));
        assertThat(split.terms().keySet()).containsExactly("text", "vision");
        assertThat(split.gradients()).containsOnlyKeys(whole.gradients().keySet());
        whole.gradients()
                .forEach(
                        (name, gradient) ->
                                assertThat(split.gradients().get(name))
                                        .as(name)
                                        .containsExactly(gradient, within(TOLERANCE)));
    }

    @Test
    void examples_packed_into_one_row_teach_what_they_teach_padded() {
        List<Sequence> all = sequences();
        Step padded = step(List.of(all));
        Step packed = step(List.of(all), BatchBuilder.packed());

        assertThat(packed.loss()).isCloseTo(padded.loss(), within(1e-5));
        assertThat(packed.terms().keySet()).containsExactly("text", "vision");
        packed.terms()
                .forEach(
                        (name, term) ->
                                assertThat(term).isCloseTo(padded.terms().get(name), within(1e-5)));
        assertThat(packed.gradients()).containsOnlyKeys(padded.gradients().keySet());
        padded.gradients()
                .forEach(
                        (name, gradient) ->
                                assertThat(packed.gradients().get(name))
                                        .as(name)
                                        .containsExactly(gradient, within(1e-5f)));
    }

    @Test
    void layers_run_a_second_time_teach_the_same_to_the_bit() {
        List<List<Sequence>> shards = List.of(sequences());
        BatchBuilder[] builders = {new BatchBuilder(false), BatchBuilder.packed()};
        List<List<String>> trained =
                List.of(
                        List.of("model.mm_projector.**", "model.layers.**", "lm_head.**"),
                        List.of("model.mm_projector.**"),
                        List.of("model.layers.1.**"),
                        List.of("vision_head.**"));
        for (List<String> some : trained) {
            tiny.store().trainOnly(some);
            for (BatchBuilder builder : builders) {
                Step kept = step(shards, builder, new VpitObjective(tiny.model()));
                Step again = step(shards, builder, new VpitObjective(tiny.model(), true));
                assertThat(again.loss()).isEqualTo(kept.loss());
                assertThat(again.terms()).isEqualTo(kept.terms());
                assertThat(again.gradients()).containsOnlyKeys(kept.gradients().keySet());
                kept.gradients()
                        .forEach(
                                (name, gradient) ->
                                        assertThat(again.gradients().get(name))
                                                .as(name)
                                                .isEqualTo(gradient));
            }
        }
    }

    @Test
    void a_mask_keeps_packed_examples_apart_where_layers_can_not() {
        List<Sequence> all = sequences();
        VpitObjective masked = new VpitObjective(unpacking(tiny.model()));
        Counts totals = all.stream().map(GradientsTest::counts).reduce(Counts::plus).orElseThrow();
        try (NDManager scope = owner.newSubManager();
                Autograd.Scope off = Autograd.off()) {
            Batch batch = batch(all, BatchBuilder.packed(), scope);
            double apart = masked.loss(batch, totals, scope).total().getFloat();
            assertThat(apart).isCloseTo(step(List.of(all)).loss(), within(1e-5));
        }
    }

    /** The same model over a backbone that knows nothing of samples in one row. */
    private static LiveModel unpacking(LiveModel live) {
        Model model = live.model();
        Backbone plain =
                (Backbone)
                        Proxy.newProxyInstance(
                                Backbone.class.getClassLoader(),
                                new Class<?>[] {Backbone.class},
                                (proxy, method, arguments) ->
                                        method.getName().equals("packs")
                                                ? (Object) false
                                                : method.invoke(model.backbone(), arguments));
        return new LiveModel(
                new Model(
                        model.encoder(),
                        model.reducer(),
                        model.norm(),
                        model.connector(),
                        plain,
                        model.text(),
                        model.vision(),
                        model.decoder(),
                        model.tokenizer(),
                        model.template(),
                        model.visual()),
                live.ops(),
                live.precision());
    }

    @Test
    void each_token_weighs_the_same_however_long_its_example() {
        List<Sequence> text = List.of(sequences().get(0), sequences().get(2));
        int first = text.get(0).learnedTokens();
        int second = text.get(1).learnedTokens();
        assertThat(first).isNotEqualTo(second);

        double both = step(List.of(text)).loss();
        double one = step(List.of(text.subList(0, 1))).loss();
        double other = step(List.of(text.subList(1, 2))).loss();

        double weighted = (first * one + second * other) / (first + second);
        assertThat(both).isCloseTo(weighted, within(1e-5));
    }

    @Test
    void without_a_drawn_picture_there_is_no_vision_term_and_a_number_for_a_loss() {
        Step seen = step(List.of(List.of(sequences().get(0))));
        Step words = step(List.of(List.of(sequences().get(2))));

        assertThat(seen.terms()).containsOnlyKeys("text");
        assertThat(seen.loss()).isFinite();
        assertThat(words.terms()).containsOnlyKeys("text");
        assertThat(words.loss()).isFinite();
        assertThat(words.gradients().values())
                .allSatisfy(gradient -> assertThat(gradient).doesNotContain(Float.NaN));
    }

    private record Step(double loss, Map<String, Double> terms, Map<String, float[]> gradients) {}

    private List<Sequence> sequences() {
        return TinyModel.examples().stream().map(tiny.sequences()::training).toList();
    }

    private Step step(List<List<Sequence>> shards) {
        return step(shards, new BatchBuilder(false));
    }

    private Step step(List<List<Sequence>> shards, BatchBuilder builder) {
        return step(shards, builder, new VpitObjective(tiny.model()));
    }

    private Step step(List<List<Sequence>> shards, BatchBuilder builder, VpitObjective objective) {
        Counts totals =
                shards.stream()
                        .flatMap(List::stream)
                        .map(GradientsTest::counts)
                        .reduce(new Counts(Map.of()), Counts::plus);
        tiny.store().clearGradients();
        double loss = 0;
        Map<String, Double> terms = new TreeMap<>();
        for (List<Sequence> shard : new ArrayList<>(shards)) {
            try (NDManager scope = owner.newSubManager();
                    Autograd.Scope on = Autograd.on()) {
                Loss part = objective.loss(batch(shard, builder, scope), totals, scope);
                Autograd.backward(part.total());
                loss += part.total().getFloat();
                part.terms().forEach((name, value) -> terms.merge(name, value, Double::sum));
            }
        }
        Map<String, float[]> gradients = new TreeMap<>();
        tiny.store()
                .gradients(owner)
                .forEach((name, gradient) -> gradients.put(name, gradient.toFloatArray()));
        return new Step(loss, terms, gradients);
    }

    private static Batch batch(List<Sequence> shard, BatchBuilder builder, NDManager scope) {
        NDArray features = tiny.features(shard, scope);
        return builder.build(shard, features, features, scope);
    }

    private static Counts counts(Sequence sequence) {
        long vision = (long) sequence.learnedImages() * sequence.tokensPerImage();
        return new Counts(
                Map.of(
                        VpitObjective.TEXT,
                        (long) sequence.learnedTokens(),
                        VpitObjective.VISION,
                        vision));
    }
}
