package dev.imago.runtime.weights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.OpsBed;
import dev.imago.runtime.recipe.AdapterSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and in which words. */
class AdapterRefusalsTest extends OpsBed {
    @Test
    void a_glob_that_fits_no_layer_is_told_with_the_nearest() {
        AdapterSection wrong =
                new AdapterSection(
                        "default",
                        List.of("block.q_prj"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        assertThatThrownBy(() -> new AdapterBed(ops, manager, wrong))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("'block.q_prj' fits no linear layer")
                .hasMessageContaining("Did you mean 'block.q_proj'?");
    }

    @Test
    void an_adapter_of_another_base_is_refused_by_its_layers(@TempDir Path folder) {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.plain());
        bed.adapters().write(bed.store(), folder, Optional.empty());
        Adapters adapters =
                Adapters.of(ops, List.of(AdapterSection.read("a", folder.resolve("default"))));
        try (ParameterStore store = new ParameterStore(ops, manager, Precision.FP32, adapters)) {
            store.root().at("block").linear("q_proy", 4, 3, true);
            assertThatThrownBy(() -> adapters.check(store))
                    .hasMessageContaining("block.q_proj")
                    .hasMessageContaining("this base has no such linear layer")
                    .hasMessageContaining("Did you mean 'block.q_proy'?");
        }
    }

    @Test
    void an_adapter_of_another_width_is_refused_with_both_shapes(@TempDir Path folder) {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.plain());
        bed.adapters().write(bed.store(), folder, Optional.empty());
        Adapters adapters =
                Adapters.of(ops, List.of(AdapterSection.read("a", folder.resolve("default"))));
        try (ParameterStore store = new ParameterStore(ops, manager, Precision.FP32, adapters)) {
            store.root().at("block").linear("q_proj", 5, 3, true);
            adapters.check(store);
            assertThatThrownBy(() -> adapters.load(store))
                    .hasMessageContaining("has shape (2, 4) in the checkpoint, expected (2, 5)");
        }
    }

    @Test
    void settings_that_change_the_arithmetic_are_refused_by_name(@TempDir Path folder)
            throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"IA3\", \"bias\": \"all\", \"fan_in_fan_out\": true}");
        assertThatThrownBy(() -> read(folder))
                .hasMessageContaining("peft_type")
                .hasMessageContaining("bias")
                .hasMessageContaining("fan_in_fan_out");
    }

    @Test
    void a_folder_without_settings_is_no_adapter(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder))
                .hasMessageContaining("is no adapter: it has no adapter_config.json");
    }

    @Test
    void an_unknown_choice_is_told_with_what_there_is() {
        AdapterBed bed = new AdapterBed(ops, manager, AdapterBed.section("stories", false, false));
        assertThatThrownBy(() -> bed.store().adapters().use("storys"))
                .hasMessageContaining("is 'storys', expected stories or base")
                .hasMessageContaining("Did you mean 'stories'?");
    }

    @Test
    void two_of_one_name_are_refused() {
        assertThatThrownBy(() -> Adapters.of(ops, List.of(AdapterBed.plain(), AdapterBed.plain())))
                .hasMessageContaining("names one 'default', which is taken");
    }

    @Test
    void what_weights_decide_cannot_be_given_beside_them(@TempDir Path folder) {
        assertThatThrownBy(
                        () ->
                                new AdapterSection(
                                        "a", null, 4, null, null, null, null, folder, null))
                .hasMessage("rank stands beside weights, which decide it");
    }

    private void read(Path folder) {
        Adapters.of(ops, List.of(AdapterSection.read("a", folder)));
    }
}
