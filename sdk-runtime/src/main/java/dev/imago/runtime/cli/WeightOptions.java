package dev.imago.runtime.cli;

import dev.imago.runtime.ImagoOptions;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How verbs that answer keep a model's weights. */
final class WeightOptions {
    @Option(
            names = "--quantize",
            paramLabel = "BITS",
            description = {
                "keep weights of linear layers in few bits: int8, int4 (less memory,",
                "faster), nf4, nf4_double (less memory)"
            })
    private Quantization.Bits bits;

    /** How to open a model folder. */
    ImagoOptions options(Path folder, List<Path> plugins) {
        RuntimeSection runtime =
                bits == null ? null : new ModelFolder(folder).runtime(null).quantized(bits);
        return new ImagoOptions(runtime, plugins, ImagoOptions.DEFAULT.maxLength());
    }
}
