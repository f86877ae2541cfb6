package dev.imago.runtime.jpeg;

import java.util.List;

/** What the components of a file are. */
enum ColourSpace {
    /** Brightness alone. */
    GREY,
    /** Brightness and two differences of colour. */
    YCC,
    /** Light. */
    RGB,
    /** Inks, as Adobe stores them: 255 is none. */
    CMYK,
    /** Inks of which three are stored as brightness and differences. */
    YCCK;

    private static final int NO_TRANSFORM = 0;
    private static final int YCCK_TRANSFORM = 2;

    /**
     * As libjpeg guesses.
     *
     * @param jfif whether the file has JFIF's marker
     * @param adobe the transform that Adobe's marker names; negative without one
     */
    static ColourSpace of(List<FrameComponent> components, boolean jfif, int adobe)
            throws JpegFormatException {
        return switch (components.size()) {
            case 1 -> GREY;
            case 3 -> isLight(components, jfif, adobe) ? RGB : YCC;
            case 4 -> adobe == YCCK_TRANSFORM ? YCCK : CMYK;
            default ->
                    throw new JpegFormatException(
                            "has " + components.size() + " components, expected 1, 3 or 4");
        };
    }

    private static boolean isLight(List<FrameComponent> components, boolean jfif, int adobe) {
        if (jfif) {
            return false;
        }
        if (adobe >= 0) {
            return adobe == NO_TRANSFORM;
        }
        return components.get(0).id == 'R'
                && components.get(1).id == 'G'
                && components.get(2).id == 'B';
    }
}
