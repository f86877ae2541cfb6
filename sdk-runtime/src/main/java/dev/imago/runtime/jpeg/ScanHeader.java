package dev.imago.runtime.jpeg;

import dev.imago.runtime.jpeg.ProgressiveBlocks.Band;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pass brings of which components.
 *
 * @param choices components and their codes
 * @param band the coefficients; all of them in files of one pass
 */
record ScanHeader(List<Choice> choices, Band band) {
    /**
     * A component with the numbers of its codes.
     *
     * @param component of the frame
     * @param dc number of the code of first coefficients
     * @param ac number of the code of the others
     */
    record Choice(FrameComponent component, int dc, int ac) {}

    /** The most blocks that a unit of several components may have. */
    private static final int MOST_BLOCKS = 10;

    ScanHeader {
        choices = List.copyOf(choices);
    }

    static ScanHeader of(Segment segment, FrameHeader frame) throws JpegFormatException {
        int count = segment.octet(0);
        List<Choice> choices = new ArrayList<>();
        int blocks = 0;
        for (int i = 0; i < count; i++) {
            FrameComponent component = component(segment.octet(1 + 2 * i), frame);
            int codes = segment.octet(2 + 2 * i);
            if (choices.stream().anyMatch(choice -> choice.component() == component)) {
                throw new JpegFormatException("is damaged: a component twice in a pass");
            }
            choices.add(new Choice(component, codes >> 4 & 3, codes & 3));
            blocks += component.horizontal * component.vertical;
        }
        if (count == 0 || count > 1 && blocks > MOST_BLOCKS) {
            throw new JpegFormatException("is damaged: a pass over " + count + " components");
        }
        Band band = band(segment, 1 + 2 * count);
        check(band, count, frame.progressive());
        return new ScanHeader(choices, band);
    }

    private static FrameComponent component(int id, FrameHeader frame) throws JpegFormatException {
        for (FrameComponent component : frame.components()) {
            if (component.id == id) {
                return component;
            }
        }
        throw new JpegFormatException("is damaged: a pass over component " + id);
    }

    private static Band band(Segment segment, int at) throws JpegFormatException {
        int bits = segment.octet(at + 2);
        return new Band(segment.octet(at), segment.octet(at + 1), bits >> 4 > 0, bits & 15);
    }

    private static void check(Band band, int count, boolean progressive)
            throws JpegFormatException {
        boolean fits =
                band.isFirst()
                        ? band.to() == 0
                        : band.from() <= band.to() && band.to() < 64 && count == 1;
        if (progressive && (!fits || band.low() > 13)) {
            throw new JpegFormatException("is damaged: a pass over " + band);
        }
    }
}
