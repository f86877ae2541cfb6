package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.Imago;
import dev.imago.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that trains adapters alone, and the model folder that it leaves. */
class AdapterRunTest {
    private static final String ADAPTERS =
            "model.adapters=[{name: tuned, targets: [\"model.layers.**.{q_proj,down_proj}\"],"
                    + " rank: 2, alpha: 64, dropout: 0.2, dora: true}]";
    private static final String TRAINED = "stages.instruct.trainable=[adapters]";
    private static final String NO_RATES = "stages.instruct.rates={}";
    private static final GenerationOptions OPTIONS = drawn(0);

    @TempDir Path folder;

    private TinyRun run(String name, String... more) {
        return adapting(name, more).run();
    }

    private TinyRun adapting(String name, String... more) {
        List<String> overrides = new ArrayList<>(List.of(ADAPTERS, TRAINED, NO_RATES));
        overrides.addAll(List.of(more));
        return TinyRun.in(folder.resolve(name), overrides.toArray(String[]::new));
    }

    @Test
    void only_adapters_are_trained_and_saved_in_pefts_layout() {
        TinyRun run = run("run");
        assertThat(String.join("\n", run.lines()))
                .containsPattern("model\\.layers, adapter tuned +[0-9,]+ +[0-9,]+ +fp32")
                .containsPattern("model\\.layers +[0-9,]+ +frozen +fp32");
        Path adapter = run.folder().model().resolve("adapters/tuned");
        assertThat(adapter.resolve("adapter_config.json")).exists();
        try (Safetensors tensors = Safetensors.open(adapter.resolve("adapter_model.safetensors"));
                Safetensors base = Safetensors.open(run.folder().model())) {
            assertThat(tensors.tensors()).hasSize(2 * 2 * 3);
            assertThat(base.tensors().keySet()).noneMatch(key -> key.contains("lora_"));
        }
    }

    @Test
    void the_same_run_gives_the_same_bits_in_spite_of_dropout() {
        assertThat(run("again").metrics()).isEqualTo(run("run").metrics());
    }

    @Test
    void a_stopped_run_goes_on_with_the_masks_it_would_have_had() {
        TinyRun whole = run("whole");
        TinyRun stopped = adapting("stopped");
        stopped.whenLogged("instruct", stopped::interrupt);
        assertThatThrownBy(stopped::run).hasMessageContaining("everything is saved");
        assertThat(stopped.checkpoints("instruct")).hasSize(1);
        TinyRun again = run("stopped");
        assertThat(again.metrics()).isEqualTo(whole.metrics());
        assertThat(again.weights("instruct")).isEqualTo(whole.weights("instruct"));
    }

    @Test
    void layers_run_a_second_time_drop_and_teach_the_same_to_the_bit() {
        TinyRun kept = run("run");
        TinyRun again = run("again", "stages.instruct.recompute=true");
        assertThat(again.metrics()).isEqualTo(kept.metrics());
        assertThat(again.weights("instruct")).isEqualTo(kept.weights("instruct"));
    }

    @Test
    void adapters_are_trained_beside_a_base_in_few_bits() {
        String[] few = {"runtime.quantize=int8", "runtime.quantize_layers=[\"model.layers.**\"]"};
        TinyRun run = run("few", few);
        assertThat(run.metrics()).isEqualTo(run("again", few).metrics());
        assertThat(run.metrics()).isNotEqualTo(run("run").metrics());
        assertThat(run.folder().model().resolve("adapters/tuned")).isDirectory();
        assertThatThrownBy(
                        () ->
                                run(
                                        "trained",
                                        few[0],
                                        few[1],
                                        "stages.instruct.trainable=[backbone]"))
                .hasMessageContainingAll("model.layers.0", "is quantised");
    }

    @Test
    void the_folder_answers_with_the_adapter_and_without() {
        TinyRun trained = run("run");
        Conversation request = TinyModel.requests().get(0);
        Path model = trained.folder().model();
        List<GenerationEvent> with;
        try (Imago imago = Imago.open(model)) {
            with = answer(imago, request, OPTIONS);
            assertThat(answer(imago, request, OPTIONS.withAdapter("tuned"))).isEqualTo(with);
            assertThat(several(imago, request, "base"))
                    .isNotEqualTo(several(imago, request, "tuned"));
            assertThatThrownBy(() -> answer(imago, request, OPTIONS.withAdapter("tunes")))
                    .hasMessageContaining("expected tuned or base");
        }
    }

    private static GenerationOptions drawn(long seed) {
        return new GenerationOptions(12, 1, 1, 0, 1, seed, RenderOptions.DEFAULT);
    }

    /** Answers by several seeds: one adapter changes few words. */
    private static List<List<GenerationEvent>> several(
            Imago imago, Conversation request, String adapter) {
        return LongStream.range(0, 20)
                .mapToObj(seed -> answer(imago, request, drawn(seed).withAdapter(adapter)))
                .toList();
    }

    private static List<GenerationEvent> answer(
            Imago imago, Conversation request, GenerationOptions options) {
        List<GenerationEvent> events = new ArrayList<>();
        imago.generate(request, options, events::add);
        return events.stream().filter(event -> event instanceof GenerationEvent.TextDelta).toList();
    }
}
