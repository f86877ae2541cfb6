package dev.imago.runtime.jpeg;

import java.util.List;

/**
 * What a file says of its picture before any of it is decoded.
 *
 * @param width in pixels
 * @param height in pixels
 * @param progressive whether it comes in several passes
 * @param components one for grey, three for colours, four for inks
 * @param horizontal the largest horizontal sampling factor
 * @param vertical the largest vertical sampling factor
 */
record FrameHeader(
        int width,
        int height,
        boolean progressive,
        List<FrameComponent> components,
        int horizontal,
        int vertical) {
    FrameHeader {
        components = List.copyOf(components);
    }

    static FrameHeader of(
            int width, int height, boolean progressive, List<FrameComponent> components) {
        int horizontal = components.stream().mapToInt(c -> c.horizontal).max().orElse(1);
        int vertical = components.stream().mapToInt(c -> c.vertical).max().orElse(1);
        FrameHeader frame =
                new FrameHeader(width, height, progressive, components, horizontal, vertical);
        components.forEach(component -> component.size(frame));
        return frame;
    }

    /** Units of one scan over all components, in a row. */
    int unitsWide() {
        return FrameComponent.ceil(width, 8 * horizontal);
    }

    /** Such units in a column. */
    int unitsHigh() {
        return FrameComponent.ceil(height, 8 * vertical);
    }

    /** Samples of a row that whole units have; those beyond the picture have no meaning. */
    int paddedWidth() {
        return unitsWide() * 8 * horizontal;
    }

    /** Whether rows hold all samples at even places first, then all at odd ones. */
    boolean isSplit() {
        return horizontal == 2;
    }

    /** All blocks. */
    long blocks() {
        return components.stream().mapToLong(c -> (long) c.blocksWide() * c.blocksHigh()).sum();
    }
}
