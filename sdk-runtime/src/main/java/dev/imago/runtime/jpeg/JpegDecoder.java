package dev.imago.runtime.jpeg;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decodes one JPEG file: baseline, extended and progressive with Huffman codes and 8 bits, all that
 * cameras and the web have. Pixels are those of libjpeg-turbo with its accurate transform and
 * smooth upsampling, bit for bit. What is torn or damaged is refused. For one thread.
 *
 * <p>Memory: three bytes a pixel for the result, and in files that come in several passes two bytes
 * a sample besides.
 */
public final class JpegDecoder {
    /** More passes than any encoder makes; each costs time, however few bytes it has. */
    private static final int MOST_SCANS = 300;

    private static final int[] ONES = IntStream.generate(() -> 1).limit(64).toArray();

    private final byte[] data;
    private final JpegTables tables = new JpegTables();
    private FrameHeader frame;
    private PictureRows rows;
    private boolean severalPasses;
    private boolean jfif;
    private int adobe = -1;
    private int exifStart = -1;
    private int exifEnd = -1;
    private int at;

    /**
     * Reads up to where the picture's size stands.
     *
     * @param data the file; not copied
     * @throws JpegFormatException when it is torn, damaged or of another kind
     */
    public JpegDecoder(byte[] data) throws JpegFormatException {
        this.data = data;
        if (!isJpeg(data)) {
            throw new JpegFormatException("is no JPEG");
        }
        at = 2;
        while (frame == null) {
            segment(nextMarker());
        }
    }

    /** Whether a file begins as JPEGs do. */
    public static boolean isJpeg(byte[] data) {
        return data.length > 2
                && data[0] == (byte) 0xff
                && (data[1] & 0xff) == Marker.BEGIN
                && data[2] == (byte) 0xff;
    }

    /** In pixels. */
    public int width() {
        return frame.width();
    }

    /** In pixels. */
    public int height() {
        return frame.height();
    }

    /** Where the TIFF block of EXIF begins; negative when there is none before the picture. */
    public int exifStart() {
        return exifStart;
    }

    /** Where it ends. */
    public int exifEnd() {
        return exifEnd;
    }

    /**
     * Decodes the picture.
     *
     * @throws JpegFormatException when it is torn, damaged or of another kind
     */
    public JpegPixels decode() throws JpegFormatException {
        // Each block has at least one bit, so that small files can't ask for much memory.
        if (frame.blocks() > data.length * 8L) {
            throw new JpegFormatException(
                    "is truncated: " + data.length + " bytes can't hold its blocks");
        }
        scans();
        return rows.pixels();
    }

    private void scans() throws JpegFormatException {
        int count = 0;
        int marker = nextMarker();
        while (marker != Marker.END) {
            if (marker == Marker.SCAN) {
                if (++count > MOST_SCANS) {
                    throw new JpegFormatException("has more than " + MOST_SCANS + " passes");
                }
                scan();
            } else {
                segment(marker);
            }
            if (!frame.progressive() && isScanned()) {
                break; // some files end without a mark
            }
            marker = nextMarker();
        }
        if (!isScanned()) {
            throw new JpegFormatException("is truncated: it ends before all its colours came");
        }
        if (severalPasses) {
            rows.finishAll();
        }
    }

    private boolean isScanned() {
        return frame.components().stream().allMatch(FrameComponent::isScanned);
    }

    private void scan() throws JpegFormatException {
        Segment segment = Segment.at(data, at);
        ScanHeader header = ScanHeader.of(segment, frame);
        if (rows == null) {
            begin(header);
        }
        List<Scan.Part> parts = new ArrayList<>();
        for (ScanHeader.Choice choice : header.choices()) {
            parts.add(tables.part(choice, header, frame.progressive()));
            choice.component().scanned(tables.quantisers(choice.component().quantisers));
        }
        BitSource source = new BitSource(data, segment.end());
        Scan.BlockReader reader =
                frame.progressive()
                        ? new ProgressiveBlocks(source, header.band())
                        : sequential(source, parts);
        at = new Scan(frame, parts, tables.restartInterval()).read(source, data, reader);
    }

    /** The first pass tells whether there are more. */
    private void begin(ScanHeader first) throws JpegFormatException {
        rows = new PictureRows(frame, ColourSpace.of(frame.components(), jfif, adobe));
        severalPasses = frame.progressive() || first.choices().size() < frame.components().size();
        if (severalPasses) {
            frame.components().forEach(FrameComponent::keepCoefficients);
        }
    }

    private Scan.BlockReader sequential(BitSource source, List<Scan.Part> parts) {
        List<FrameComponent> components = parts.stream().map(Scan.Part::component).toList();
        List<CoefficientRows> to = components.stream().map(rows::coefficients).toList();
        if (!severalPasses) {
            List<int[]> quantisers = components.stream().map(FrameComponent::quantiser).toList();
            return new SequentialBlocks(source, to, quantisers, rows::finish);
        }
        List<int[]> asTheyAre = Collections.nCopies(parts.size(), ONES);
        return new SequentialBlocks(source, to, asTheyAre, row -> keep(components, to, row));
    }

    /** In a pass over one component, rows are those of its blocks. */
    private static void keep(List<FrameComponent> components, List<CoefficientRows> from, int row) {
        for (int i = 0; i < components.size(); i++) {
            int high = components.size() == 1 ? 1 : from.get(i).high();
            for (int j = row * high; j < (row + 1) * high; j++) {
                from.get(i).keep(components.get(i), j);
            }
        }
    }

    /** Everything but scans and the end. */
    private void segment(int marker) throws JpegFormatException {
        if (Marker.isRestart(marker) || marker == Marker.BEGIN || marker == Marker.TEMPORARY) {
            return; // these have no length
        }
        if (marker == Marker.END || marker == Marker.SCAN) {
            throw new JpegFormatException("has no picture before marker " + marker);
        }
        Segment segment = Segment.at(data, at);
        at = segment.end();
        switch (marker) {
            case Marker.HUFFMAN_TABLES -> tables.huffman(segment);
            case Marker.QUANTISERS -> tables.quantisers(segment);
            case Marker.RESTART_INTERVAL -> tables.restartInterval(segment);
            case Marker.JFIF -> jfif |= segment.startsWith("JFIF");
            case Marker.EXIF -> exif(segment);
            case Marker.ADOBE -> adobe(segment);
            default -> {
                if (Marker.isFrame(marker)) {
                    frame(marker, segment);
                }
            }
        }
    }

    private void frame(int marker, Segment segment) throws JpegFormatException {
        if (frame != null) {
            throw new JpegFormatException("has a second picture header");
        }
        if (marker > Marker.PROGRESSIVE) {
            throw new JpegFormatException(
                    "is a lossless, hierarchical or arithmetic-coded JPEG, which is not read");
        }
        frame = FrameReader.read(segment, marker == Marker.PROGRESSIVE);
    }

    private void exif(Segment segment) {
        if (exifStart < 0 && segment.startsWith("Exif\0")) {
            exifStart = Math.min(segment.start() + 6, segment.end());
            exifEnd = segment.end();
        }
    }

    private void adobe(Segment segment) throws JpegFormatException {
        if (segment.startsWith("Adobe") && segment.length() >= 12) {
            adobe = segment.octet(11);
        }
    }

    /** Goes to the next marker and behind it; bytes that belong to none are passed over. */
    private int nextMarker() throws JpegFormatException {
        while (at + 1 < data.length) {
            int value = data[at + 1] & 0xff;
            if (data[at] == (byte) 0xff && value != 0 && value != 0xff) {
                at += 2;
                return value;
            }
            at++;
        }
        throw new JpegFormatException("is truncated: it ends before its last marker");
    }
}
