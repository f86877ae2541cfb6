package dev.imago.runtime.cli;

import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.image.ImageFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options that say how pictures are rendered. */
final class RenderingOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "denoising steps (the decoder's choice)")
    private Integer steps;

    @Option(
            names = "--guidance",
            paramLabel = "G",
            split = ",",
            description = {
                "classifier-free guidance, at least 1; several, as in 6,7.5,10,",
                "render each picture once with each (the decoder's choice)"
            })
    private List<Double> guidance = List.of();

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "such as ddim, pndm, euler or dpm2m-karras (the decoder's choice)")
    private String sampler;

    @Option(
            names = "--decoder",
            paramLabel = "NAME",
            description = "one of the model's further decoders (the model's own)")
    private String decoder;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the first picture; the next has one more (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "of the pictures in pixels (the decoder's choice)")
    private String size;

    @Option(
            names = "--start",
            paramLabel = "FILE",
            description = "a picture of that size to start from instead of noise")
    private Path start;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "how much of --start goes: 0 hardly anything, 1 all (${DEFAULT-VALUE})")
    private double strength = 0.6;

    /**
     * The options, checked.
     *
     * @throws dev.imago.api.error.ImagoException USAGE naming the option
     */
    RenderPlan plan() {
        if (steps != null && steps < 1) {
            throw CommandLineRun.usage("--steps", "is " + steps + ", expected at least 1.");
        }
        for (double scale : guidance) {
            if (!(scale >= 1)) {
                throw CommandLineRun.usage(
                        "--guidance", "is " + scale + ", expected a number of at least 1.");
            }
        }
        int[] sides = sides();
        try {
            RenderOptions.Start from =
                    start == null
                            ? null
                            : new RenderOptions.Start(new ImageFiles().read(start), strength);
            return new RenderPlan(
                    new RenderOptions(
                            seed,
                            steps == null ? 0 : steps,
                            0,
                            sampler,
                            sides[1],
                            sides[0],
                            from,
                            decoder),
                    guidance);
        } catch (InvalidValueException e) {
            String message = e.getMessage().substring(e.key().length()).strip();
            throw CommandLineRun.usage("--" + e.key(), message + ".");
        }
    }

    private int[] sides() {
        if (size == null) {
            return new int[] {0, 0};
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw CommandLineRun.usage(
                    "--size", "is '" + size + "', expected width and height as in 512x512.");
        }
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
    }
}
