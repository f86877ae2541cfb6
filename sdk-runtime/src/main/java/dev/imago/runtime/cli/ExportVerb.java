package dev.imago.runtime.cli;

import dev.imago.api.nn.Precision;
import dev.imago.runtime.export.ExportFormat;
import dev.imago.runtime.export.ModelExport;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.plugin.PluginLoader;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imago export}: a model in a format that others read. */
@Command(
        name = "imago export",
        sortOptions = false,
        description = {
            "Writes a model in another format, reads it back and compares what both compute. A"
                    + " folder is there only if they agree.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  imago export runs/wardrobe/model out/language --format hf",
            "  imago export runs/metamorph/model out/metamorph --format metamorph",
            "  imago export HuggingFaceTB/folder out/model --precision bf16",
            "  imago export HuggingFaceTB/folder out/small --precision bf16 --quantize int4"
        })
final class ExportVerb implements Verb {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "a model folder, a GGUF file, a recipe that was run, or hf://org/name")
    private String model;

    @Parameters(index = "1", paramLabel = "DIR", description = "the folder to make")
    private Path to;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = {
                "imago: a model folder; hf: the language model, for Hugging Face;",
                "metamorph: the whole model, for the Python reference (${DEFAULT-VALUE})"
            })
    private ExportFormat format = ExportFormat.IMAGO;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "fp32 or bf16; the model's own by default")
    private Precision precision;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            description = "fold this adapter into the layers; base leaves all out")
    private String adapter;

    @Option(
            names = "--quantize",
            paramLabel = "BITS",
            description = {
                "write weights of linear layers in few bits: int8, int4, nf4 or nf4_double; only",
                "for --format imago"
            })
    private Quantization.Bits bits;

    @Mixin private SharedOptions shared;

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public int run(Console console) {
        List<Path> plugins = shared.plugins(console);
        Path folder = ModelArgument.folder(model, plugins, console);
        RuntimeSection runtime = precision == null ? null : RuntimeSection.of(precision);
        ModelExport.Exported exported;
        try (ComponentRegistry registry = PluginLoader.load(plugins)) {
            exported =
                    new ModelExport(
                                    registry,
                                    new ModelExport.Options(format, runtime, adapter, bits))
                            .run(folder, to);
        }
        if (shared.json) {
            console.out().println(JsonText.of(object(exported)));
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %s%nRead back, it computes the same (difference %.1e).%n",
                            exported.folder(),
                            String.join(", ", exported.files()),
                            exported.difference());
        }
        return 0;
    }

    private Map<String, Object> object(ModelExport.Exported exported) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("folder", exported.folder().toString());
        object.put("format", format.word());
        object.put("difference", exported.difference());
        object.put("files", exported.files());
        return object;
    }
}
