package dev.imago.runtime.cli;

import dev.imago.api.model.RenderOptions;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.image.ImageFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how pictures are rendered. */
final class RenderingOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Mixin private DecoderOptions decoding;

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
        List<Double> scales = decoding.guidance();
        int[] sides = sides();
        try {
            RenderOptions.Start from =
                    start == null
                            ? null
                            : new RenderOptions.Start(new ImageFiles().read(start), strength);
            return new RenderPlan(decoding.options(seed, sides[1], sides[0], from), scales);
        } catch (InvalidValueException e) {
            throw CommandLineRun.usage(e);
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
