package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.InvalidValueException;
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
            description = "0 always takes the likeliest token (${DEFAULT-VALUE})")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "sample from the N likeliest tokens; 0 from all (${DEFAULT-VALUE})")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "sample from the likeliest tokens of this probability (${DEFAULT-VALUE})")
    private double topP = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of sampling and rendering (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            description = "the adapter that answers; base for none (the model's first)")
    private String adapter;

    /** The options as the API wants them. */
    GenerationOptions options() {
        try {
            return new GenerationOptions(
                    maxNewTokens,
                    maxImages,
                    temperature,
                    topK,
                    topP,
                    seed,
                    new RenderOptions(seed, 0, 0),
                    adapter);
        } catch (InvalidValueException e) {
            String message = e.getMessage().substring(e.key().length()).strip();
            throw new ImagoException(
                    ErrorCode.USAGE, "--" + e.key().replace('_', '-'), message + ".", e);
        }
    }
}
