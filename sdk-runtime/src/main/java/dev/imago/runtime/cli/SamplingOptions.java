package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
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

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "denoising steps of rendering (the decoder's choice)")
    private Integer steps;

    @Option(
            names = "--guidance",
            paramLabel = "G",
            split = ",",
            description = {
                "guidance of rendering, at least 1; with several, as in 6,7.5,10,",
                "drawn images are rendered again with each (the decoder's choice)"
            })
    private List<Double> guidance = List.of();

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "how noise becomes a picture, such as ddim (the decoder's choice)")
    private String sampler;

    @Option(
            names = "--decoder",
            paramLabel = "NAME",
            description = "one of the model's further decoders (the model's own)")
    private String decoder;

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
            String message = e.getMessage().substring(e.key().length()).strip();
            throw new ImagoException(
                    ErrorCode.USAGE, "--" + e.key().replace('_', '-'), message + ".", e);
        }
    }

    /** With the first of the scales. */
    private RenderOptions render() {
        if (steps != null && steps < 1) {
            throw CommandLineRun.usage("--steps", "is " + steps + ", expected at least 1.");
        }
        double first = guidance.isEmpty() ? 0 : guidance.get(0);
        if (guidance.stream().anyMatch(scale -> !(scale >= 1))) {
            throw CommandLineRun.usage(
                    "--guidance", "is " + guidance + ", expected numbers of at least 1.");
        }
        return new RenderOptions(
                seed, steps == null ? 0 : steps, first, sampler, 0, 0, null, decoder);
    }

    /** Scales to render with besides that of {@link #options}. */
    List<Double> otherGuidance() {
        return guidance.isEmpty() ? List.of() : guidance.subList(1, guidance.size());
    }
}
