package dev.imago.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.TaskRequest;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationEvent;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.nn.PackedWeight;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.Imago;
import dev.imago.runtime.ImagoOptions;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.Quantization.Bits;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.weights.Checkpoint;
import dev.imago.runtime.weights.FewBits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Model folders whose weights are stored in few bits. */
class FewBitsExportTest {
    private static final Path MODEL = Path.of("../models/wardrobe");
    private static final String LAYER = "model.layers.0.self_attn.q_proj.weight";

    @TempDir Path folder;

    private Path export(Path from, String name, RuntimeSection runtime, Bits bits) {
        Path to = folder.resolve(name);
        try (ComponentRegistry registry = PluginLoader.load(List.of())) {
            var options = new ModelExport.Options(ExportFormat.IMAGO, runtime, null, bits);
            new ModelExport(registry, options).run(from, to);
        }
        return to;
    }

    private static List<GenerationEvent> drawn(Path model, RuntimeSection runtime) {
        ImagoOptions options = new ImagoOptions(runtime, List.of(), 8192);
        List<GenerationEvent> events = new ArrayList<>();
        try (Imago imago = Imago.open(model, options)) {
            var request = new TaskRequest("Draw a red sneaker.", List.of());
            imago.generate(
                    imago.request("generate", request), GenerationOptions.DEFAULT, events::add);
        }
        return events;
    }

    private static float[] visual(List<GenerationEvent> events) {
        List<Float> values = new ArrayList<>();
        for (GenerationEvent event : events) {
            if (event instanceof GenerationEvent.VisualToken token) {
                for (float value : token.values()) {
                    values.add(value);
                }
            }
        }
        float[] all = new float[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
        }
        return all;
    }

    private static PackedWeight.Format stored(Path model) {
        try (Checkpoint checkpoint = Checkpoint.open(model)) {
            return checkpoint.fewBits(LAYER).map(FewBits::format).orElseThrow();
        }
    }

    private static long size(Path model) throws IOException {
        return Files.size(model.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, FP32, 45",
        "INT8, BF16, 70",
        "INT4, BF16, 60",
        "NF4, FP32, 40",
        "NF4_DOUBLE, BF16, 55"
    })
    void a_folder_in_few_bits_answers_as_one_that_is_rounded_when_it_is_opened(
            Bits bits, Precision precision, int percent) throws IOException {
        RuntimeSection runtime = RuntimeSection.of(precision);
        Path few = export(MODEL, "few", runtime, bits);
        assertThat(stored(few)).isEqualTo(bits.format());
        assertThat(new ModelFolder(few).runtime(null).quantize()).isEqualTo(bits);
        float[] found = visual(drawn(few, null));
        // In bfloat16 a measurement chooses kernels, whose sums may differ in the last bits.
        float tolerance = precision == Precision.FP32 ? 0 : 0.02f;
        assertThat(found)
                .hasSize(16 * 128)
                .containsExactly(
                        visual(drawn(MODEL, runtime.quantized(bits))), Offset.offset(tolerance));
        Path whole = export(MODEL, "whole", runtime, null);
        assertThat(100 * size(few) / size(whole)).isLessThan(percent);
        // What needs whole weights gets those that the bits stand for.
        assertThat(drawn(few, RuntimeSection.of(Precision.FP32))).isNotEmpty();
    }

    @Test
    void a_folder_in_few_bits_becomes_whole_again() {
        Path few = export(MODEL, "few", null, Bits.INT4);
        Path whole = export(few, "whole", null, null);
        try (Checkpoint checkpoint = Checkpoint.open(whole)) {
            assertThat(checkpoint.fewBits(LAYER)).isEmpty();
            assertThat(checkpoint.shapes()).containsKey(LAYER);
        }
        assertThat(new ModelFolder(whole).runtime(null).quantize()).isNull();
    }

    @Test
    void other_formats_have_no_place_for_few_bits() {
        assertThatThrownBy(() -> new ModelExport.Options(ExportFormat.HF, null, null, Bits.INT8))
                .isInstanceOf(ImagoException.class)
                .hasMessageContainingAll("--quantize", "--format imago", "hf has no place");
    }

    @Test
    void a_word_that_names_no_bits_is_refused() throws IOException {
        Path few = export(MODEL, "few", null, Bits.INT8);
        Path config = few.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"int8\"", "\"int9\""));
        assertThatThrownBy(() -> Imago.open(few))
                .hasMessageContainingAll("config.json", "is int9", "int8, int4, nf4, nf4_double");
    }
}
