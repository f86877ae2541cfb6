package dev.imago.api.model;

import dev.imago.api.Api;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;

/**
 * Recipe keys for {@link Aspect}, to stand flat among an encoder's.
 *
 * @param aspect null takes the encoder's usual one
 * @param shortestEdge null takes the square's side
 * @param background null takes the mean colour
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Doc("How pictures that are no squares become squares.")
public record AspectConfig(
        @Doc(
                        "how a picture becomes a square: square (stretched), pad (bars around it) or"
                                + " crop (the middle is cut out), by default as published for the"
                                + " encoder; for tiles see the encoder anyres")
                String aspect,
        @Doc(
                        "of crop and pad: length in pixels that the shorter side is brought to before"
                                + " the middle is cut out")
                Integer shortestEdge,
        @Doc("of pad: red, green and blue of the bars, 0..255; the mean colour by default")
                List<Integer> background) {
    private static final String SQUARE = "square";
    private static final String PAD = "pad";
    private static final String CROP = "crop";
    private static final int MOST = 1 << 14;

    /** All left out. */
    public static final AspectConfig USUAL = new AspectConfig(null, null, null);

    /** Checks. */
    public AspectConfig {
        aspect = Check.oneOf(aspect, null, List.of(SQUARE, PAD, CROP), "aspect");
        shortestEdge = Check.between(shortestEdge, null, 1, MOST, "shortest_edge");
        background = background == null ? null : List.copyOf(background);
        if (background != null
                && (background.size() != 3
                        || background.stream().anyMatch(value -> value < 0 || value > 255))) {
            throw new InvalidValueException(
                    "background", "is " + background + ", expected three numbers from 0 to 255");
        }
    }

    /**
     * The aspect.
     *
     * @param usual that of the encoder as published
     * @param side of the square in pixels
     * @param mean colour of pictures in 0..1
     * @throws InvalidValueException when keys don't fit together
     */
    public Aspect of(Aspect usual, int side, List<Double> mean) {
        String word = aspect == null ? word(usual) : aspect;
        boolean cuts = !word.equals(SQUARE);
        refuseUnless(cuts || shortestEdge == null, "shortest_edge", word, CROP + " or " + PAD);
        refuseUnless(word.equals(PAD) || background == null, "background", word, PAD);
        return switch (word) {
            case PAD -> new Aspect.Pad(colour(mean), edge(side));
            case CROP ->
                    new Aspect.Crop(
                            shortestEdge == null && usual instanceof Aspect.Crop crop
                                    ? crop.shortestEdge()
                                    : edge(side));
            default -> new Aspect.Square();
        };
    }

    private static String word(Aspect usual) {
        if (usual instanceof Aspect.Crop) {
            return CROP;
        }
        return usual instanceof Aspect.Pad ? PAD : SQUARE;
    }

    private int edge(int side) {
        if (shortestEdge == null) {
            return side;
        }
        if (shortestEdge < side) {
            throw new InvalidValueException(
                    "shortest_edge",
                    "is " + shortestEdge + ", expected at least the square's side of " + side);
        }
        return shortestEdge;
    }

    private List<Integer> colour(List<Double> mean) {
        if (background != null) {
            return background;
        }
        return mean.stream().map(value -> Math.max(0, Math.min(255, (int) (value * 255)))).toList();
    }

    private static void refuseUnless(boolean fits, String key, String aspect, String wanted) {
        if (!fits) {
            throw new InvalidValueException(
                    key, "belongs to aspect " + wanted + ", but the aspect is " + aspect);
        }
    }
}
