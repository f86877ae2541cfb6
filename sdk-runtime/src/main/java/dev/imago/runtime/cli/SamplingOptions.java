package dev.imago.runtime.cli;

import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how an answer is sampled. */
final class SamplingOptions {
    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "the most text tokens to write (${DEFAULT-VALUE})")
    private int maxNewTokens = 256;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            description = "the most images to draw (${DEFAULT-VALUE})")
    private int maxImages = 8;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 always takes the likeliest token (the model's choice, or 0)")
    private Double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = {
                "sample from the N likeliest tokens; 0 from all (the model's choice,",
                "or 0)"
            })
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = {
                "sample from the likeliest tokens of this probability (the model's",
                "choice, or 1)"
            })
    private Double topP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of sampling and rendering (${DEFAULT-VALUE})")
    private long seed;

    @Mixin private DecoderOptions decoding;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            description = "the adapter that answers; base for none (the model's first)")
    private String adapter;

    /**
     * The options as the API wants them.
     *
     * @param model what holds where nothing is said
     */
    GenerationOptions options(GenerationOptions model) {
        try {
            return new GenerationOptions(
                    maxNewTokens,
                    maxImages,
                    temperature == null ? model.temperature() : temperature,
                    topK == null ? model.topK() : topK,
                    topP == null ? model.topP() : topP,
                    seed,
                    render(),
                    adapter);
        } catch (InvalidValueException e) {
            throw CommandLineRun.usage(e);
        }
    }

    /** With the first of the scales. */
    private RenderOptions render() {
        List<Double> scales = decoding.guidance();
        RenderOptions options = decoding.options(seed, 0, 0, null);
        return scales.isEmpty() ? options : options.withGuidance(scales.get(0));
    }

    /** Scales to render with besides that of {@link #options}. */
    List<Double> otherGuidance() {
        List<Double> scales = decoding.guidance();
        return scales.isEmpty() ? List.of() : scales.subList(1, scales.size());
    }
}
