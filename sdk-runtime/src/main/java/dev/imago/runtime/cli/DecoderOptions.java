package dev.imago.runtime.cli;

import dev.imago.api.model.RenderOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** What every verb that renders lets one say about how. */
final class DecoderOptions {
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
                "classifier-free guidance of rendering, at least 1; several, as",
                "in 6,7.5,10, render each picture once with each (the decoder's",
                "choice)"
            })
    private List<Double> guidance = List.of();

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = {
                "how noise becomes a picture, such as ddim, pndm, euler or",
                "dpm2m-karras (the decoder's choice)"
            })
    private String sampler;

    @Option(
            names = "--decoder",
            paramLabel = "NAME",
            description = "one of the model's further decoders (the model's own)")
    private String decoder;

    /**
     * The scales; none where the decoder chooses.
     *
     * @throws dev.imago.api.error.ImagoException USAGE naming the option
     */
    List<Double> guidance() {
        for (double scale : guidance) {
            if (!(scale >= 1)) {
                throw CommandLineRun.usage(
                        "--guidance", "is " + scale + ", expected numbers of at least 1.");
            }
        }
        return guidance;
    }

    /**
     * The options, without guidance.
     *
     * @param seed of what is drawn at random
     * @param height in pixels; 0 leaves it to the decoder
     * @param width in pixels; 0 as above
     * @param start a picture to start from; null for noise
     * @throws dev.imago.api.error.ImagoException USAGE naming the option
     */
    RenderOptions options(long seed, int height, int width, RenderOptions.Start start) {
        if (steps != null && steps < 1) {
            throw CommandLineRun.usage("--steps", "is " + steps + ", expected at least 1.");
        }
        int count = steps == null ? 0 : steps;
        return new RenderOptions(seed, count, 0, sampler, height, width, start, decoder);
    }
}
