package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import dev.imago.runtime.recipe.AdapterSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What adapters do to the layers that they sit on. */
class AdaptersTest extends OpsBed {
    private static final String ALL = "**.{lora_A,lora_B,lora_magnitude_vector}.**";

    @Test
    void a_new_adapter_changes_nothing() {
        float[] base = new AdapterBed(ops, manager).answer();
        assertThat(new AdapterBed(ops, manager, AdapterBed.plain()).answer()).isEqualTo(base);
        assertClose(new AdapterBed(ops, manager, AdapterBed.dora()).answer(), base);
    }

    @Test
    void it_sits_on_layers_its_globs_fit_under_pefts_names() {
        assertThat(
                        new AdapterBed(ops, manager, AdapterBed.dora())
                                .store().parameters().stream().map(Parameter::name))
                .containsExactly(
                        "block.q_proj.weight",
                        "block.q_proj.bias",
                        "block.q_proj.lora_A.default.weight",
                        "block.q_proj.lora_B.default.weight",
                        "block.q_proj.lora_magnitude_vector.default.weight",
                        "out.weight");
    }

    @Test
    void what_it_adds_is_scaled_by_alpha_over_rank_or_its_root() {
        float[] base = new AdapterBed(ops, manager).answer();
        float[] plain = new AdapterBed(ops, manager, AdapterBed.plain()).trained().answer();
        float[] stable =
                new AdapterBed(ops, manager, AdapterBed.section("default", true, false))
                        .trained()
                        .answer();
        for (int i = 0; i < base.length; i++) {
            assertThat((stable[i] - base[i]) / (plain[i] - base[i]))
                    .isCloseTo((float) Math.sqrt(2), offset(1e-3f));
        }
    }

    @Test
    void gradients_reach_the_adapter_and_not_the_frozen_layer() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.dora()).trained();
        bed.store().unfreeze(ALL);
        try (Autograd.Scope on = Autograd.on()) {
            Autograd.backward(bed.layer().apply(bed.input()).sum());
        }
        assertThat(bed.store().gradients(manager))
                .containsOnlyKeys(
                        "block.q_proj.lora_A.default.weight",
                        "block.q_proj.lora_B.default.weight",
                        "block.q_proj.lora_magnitude_vector.default.weight");
    }

    @Test
    void gradients_are_those_of_the_formula() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.plain()).trained();
        bed.store().unfreeze(ALL);
        NDArray x = Autograd.leaf(bed.input(), true);
        NDArray y;
        try (Autograd.Scope on = Autograd.on()) {
            y = bed.layer().apply(x);
            Autograd.backward(y, manager.ones(y.getShape()));
        }
        NDArray w = bed.value("block.q_proj.weight");
        NDArray a = bed.value("block.q_proj.lora_A.default.weight");
        NDArray b = bed.value("block.q_proj.lora_B.default.weight");
        NDArray rows = bed.input().reshape(-1, 4);
        NDArray ones = manager.ones(new Shape(rows.getShape().get(0), 3));
        float s = 3; // alpha 6 over rank 2
        NDArray low = rows.matMul(a.transpose());
        NDArray wanted =
                rows.matMul(w.transpose())
                        .add(bed.value("block.q_proj.bias"))
                        .add(low.matMul(b.transpose()).mul(s));
        assertClose(y.toFloatArray(), wanted.toFloatArray());
        assertClose(gradient(a), ones.matMul(b).transpose().matMul(rows).mul(s).toFloatArray());
        assertClose(gradient(b), ones.transpose().matMul(low).mul(s).toFloatArray());
        NDArray byInput = ones.matMul(w).add(ones.matMul(b).matMul(a).mul(s));
        assertClose(gradient(x), byInput.toFloatArray());
    }

    private static float[] gradient(NDArray leaf) {
        return Autograd.gradient(leaf).orElseThrow().toFloatArray();
    }

    @Test
    void a_merged_adapter_answers_the_same_without_parameters_of_its_own() {
        for (AdapterSection kind : List.of(AdapterBed.plain(), AdapterBed.dora())) {
            AdapterBed bed = new AdapterBed(ops, manager, kind).trained();
            float[] before = bed.answer();
            bed.store().mergeAdapter("default");
            assertClose(bed.answer(), before);
            assertThat(bed.store().parameters()).hasSize(3);
            assertThat(bed.store().adapters().names()).isEmpty();
        }
    }

    @Test
    void written_in_pefts_layout_it_reads_itself_bit_by_bit(@TempDir Path folder)
            throws IOException {
        for (AdapterSection kind : List.of(AdapterBed.plain(), AdapterBed.dora())) {
            AdapterBed bed = new AdapterBed(ops, manager, kind).trained();
            bed.adapters().write(bed.store(), folder, Optional.empty());
            Path written = folder.resolve("default");
            assertThat(Files.readString(written.resolve("adapter_config.json")))
                    .contains("\"peft_type\" : \"LORA\"", "\"block.q_proj\"", "\"r\" : 2");
            AdapterBed again = new AdapterBed(ops, manager, AdapterSection.read("other", written));
            assertThat(again.answer()).isEqualTo(bed.answer());
        }
    }

    @Test
    void each_request_chooses_among_several(@TempDir Path folder) {
        AdapterBed first = new AdapterBed(ops, manager, AdapterBed.plain()).trained();
        first.adapters().write(first.store(), folder, Optional.empty());
        AdapterBed both =
                new AdapterBed(
                        ops,
                        manager,
                        AdapterBed.section("fresh", false, false),
                        AdapterSection.read("trained", folder.resolve("default")));
        float[] base = new AdapterBed(ops, manager).answer();
        assertThat(both.answer()).isEqualTo(base); // the first is on, and new
        assertThat(both.answer("trained")).isEqualTo(first.answer());
        assertThat(both.answer(AdapterSwitch.BASE)).isEqualTo(base);
        assertThat(both.answer()).isEqualTo(base);
    }

    @Test
    void one_that_is_to_be_merged_is_part_of_the_layer(@TempDir Path folder) {
        AdapterBed first = new AdapterBed(ops, manager, AdapterBed.plain()).trained();
        first.adapters().write(first.store(), folder, Optional.empty());
        AdapterSection merge =
                new AdapterSection(
                        "default",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        folder.resolve("default"),
                        true);
        AdapterBed merged = new AdapterBed(ops, manager, merge);
        assertClose(merged.answer(), first.answer());
        assertThat(merged.store().parameters()).hasSize(3);
    }

    @Test
    void in_bfloat16_it_is_the_same_but_for_rounding() {
        for (AdapterSection kind : List.of(AdapterBed.plain(), AdapterBed.dora())) {
            float[] exact = new AdapterBed(ops, manager, kind).trained().answer();
            float[] rounded = new AdapterBed(ops, manager, Precision.BF16, kind).trained().answer();
            assertThat(rounded).containsExactly(exact, offset(0.15f));
        }
    }

    @Test
    void prepared_for_inference_it_answers_the_same_until_it_is_trained_again() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.dora()).trained();
        float[] before = bed.answer();
        bed.store().prepareForInference();
        assertThat(bed.answer()).isEqualTo(before);
        assertThat(bed.answer()).isEqualTo(before);
        bed.store().unfreeze(ALL);
        bed.store()
                .find("block.q_proj.lora_B.default.weight")
                .orElseThrow()
                .value()
                .muli(2); // as a step of the optimizer does
        assertThat(bed.answer()).isNotEqualTo(before);
    }

    @Test
    void a_workers_view_has_adapters_of_its_own() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.dora()).trained();
        bed.store().unfreeze(ALL);
        try (ParameterStore view = bed.store().alias()) {
            Linear same = AdapterBed.layer(view);
            assertThat(same.apply(bed.input()).toFloatArray()).isEqualTo(bed.answer());
            assertThat(view.trainable()).hasSize(3);
        }
    }

    @Test
    void dropout_depends_on_the_seed_alone_and_only_while_training() {
        AdapterBed bed = new AdapterBed(ops, manager, dropping()).trained();
        float[] still = bed.answer();
        try (Autograd.Scope on = Autograd.on()) {
            bed.store().adapters().seedDropout(5);
            float[] one = bed.answer();
            assertThat(bed.answer()).isEqualTo(one).isNotEqualTo(still);
            bed.store().adapters().seedDropout(6);
            assertThat(bed.answer()).isNotEqualTo(one);
        }
        assertThat(bed.answer()).isEqualTo(still);
    }

    @Test
    void on_average_dropout_changes_nothing() {
        for (boolean dora : List.of(false, true)) {
            AdapterSection kind =
                    new AdapterSection(
                            "default",
                            List.of("block.*_proj"),
                            2,
                            6.0,
                            0.5,
                            false,
                            dora,
                            null,
                            null);
            AdapterBed bed = new AdapterBed(ops, manager, kind).trained();
            float[] still = bed.answer();
            double[] mean = new double[still.length];
            int times = 4000;
            try (Autograd.Scope on = Autograd.on()) {
                for (int seed = 0; seed < times; seed++) {
                    bed.store().adapters().seedDropout(seed);
                    float[] answer = bed.answer();
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += answer[i] / times;
                    }
                }
            }
            for (int i = 0; i < mean.length; i++) {
                // Deviations of an answer are below 6, of the mean below 0.1.
                assertThat(mean[i]).isCloseTo(still[i], offset(0.35));
            }
        }
    }

    @Test
    void layers_and_seeds_of_like_names_and_numbers_share_no_mask() {
        AdapterSwitch on = new AdapterSwitch(List.of("default"));
        List<float[]> masks = new ArrayList<>();
        for (long seed = 0; seed < 4; seed++) {
            on.seedDropout(seed);
            for (int layer = 0; layer < 4; layer++) {
                masks.add(mask(0.5, on.dropoutSeed("model.mm_projector." + layer)));
            }
        }
        for (int i = 0; i < masks.size(); i++) {
            for (int j = 0; j < i; j++) {
                int same = 0;
                for (int k = 0; k < masks.get(i).length; k++) {
                    same += masks.get(i)[k] == masks.get(j)[k] ? 1 : 0;
                }
                // Of 100,000 throws of a coin, within six standard deviations.
                assertThat(same).isBetween(49_050, 50_950);
            }
        }
    }

    @Test
    void dropout_drops_its_share_wherever_it_looks() {
        float[] dropped = mask(0.25, 11);
        int[] zeros = new int[4];
        int pairs = 0;
        for (int i = 0; i < dropped.length; i++) {
            assertThat(dropped[i]).isIn(0f, 1f);
            zeros[i % 4] += dropped[i] == 0 ? 1 : 0;
            pairs += i > 0 && dropped[i] == 0 && dropped[i - 1] == 0 ? 1 : 0;
        }
        for (int one : zeros) {
            assertThat(one).isBetween(5_900, 6_600); // a quarter of 25,000
        }
        assertThat(pairs).isBetween(5_800, 6_700); // a sixteenth of 100,000
    }

    @Test
    void a_longer_input_drops_the_same_of_what_both_have() {
        float[] few = ops.adapters().dropout(manager.ones(new Shape(7)), 0.5, 3).toFloatArray();
        assertThat(few).isEqualTo(Arrays.copyOf(mask(0.5, 3), 7));
    }

    private float[] mask(double share, long seed) {
        return ops.adapters().dropout(manager.ones(new Shape(100_000)), share, seed).toFloatArray();
    }

    private static AdapterSection dropping() {
        return new AdapterSection("default", List.of("block"), 2, 6.0, 0.5, null, null, null, null);
    }

    @Test
    void an_adapter_is_a_group_of_its_own_in_the_table() {
        assertThat(
                        new AdapterBed(ops, manager, AdapterBed.plain())
                                .store().groups().stream().map(ParameterGroup::name))
                .containsExactly("block.q_proj", "block.q_proj, adapter default", "out");
    }

    private static void assertClose(float[] found, float[] wanted) {
        assertThat(found).containsExactly(wanted, offset(1e-5f));
    }
}
