package dev.imago.runtime.jpeg;

import java.util.ArrayList;
import java.util.List;

/** Reads a picture header. */
final class FrameReader {
    private static final int FIXED = 6;
    private static final int EACH = 3;
    private static final int MOST_SAMPLING = 4;
    private static final int MOST_COMPONENTS = 4;

    private FrameReader() {}

    static FrameHeader read(Segment segment, boolean progressive) throws JpegFormatException {
        int bits = segment.octet(0);
        int height = segment.word(1);
        int width = segment.word(3);
        int count = segment.octet(5);
        if (bits != 8) {
            throw new JpegFormatException("has " + bits + " bits a sample, of which 8 are read");
        }
        if (width == 0 || height == 0) {
            throw new JpegFormatException("is " + width + "×" + height + " pixels large");
        }
        if (count < 1 || count > MOST_COMPONENTS) {
            throw new JpegFormatException("has " + count + " components, expected 1, 3 or 4");
        }
        List<FrameComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            components.add(component(segment, FIXED + EACH * i, count == 1));
        }
        return FrameHeader.of(width, height, progressive, components);
    }

    /** Of a component that is alone, sampling says nothing: its blocks come one by one. */
    private static FrameComponent component(Segment segment, int at, boolean alone)
            throws JpegFormatException {
        int horizontal = segment.octet(at + 1) >> 4;
        int vertical = segment.octet(at + 1) & 15;
        int quantisers = segment.octet(at + 2);
        if (!isSampling(horizontal) || !isSampling(vertical) || quantisers > 3) {
            throw new JpegFormatException(
                    "is damaged: sampling " + horizontal + "×" + vertical + " by " + quantisers);
        }
        return alone
                ? new FrameComponent(segment.octet(at), 1, 1, quantisers)
                : new FrameComponent(segment.octet(at), horizontal, vertical, quantisers);
    }

    private static boolean isSampling(int factor) {
        return factor >= 1 && factor <= MOST_SAMPLING;
    }
}
