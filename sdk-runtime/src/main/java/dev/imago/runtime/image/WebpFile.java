package dev.imago.runtime.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chunks of a WebP file; of an animation, the first frame as a file of its own. */
final class WebpFile {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int EXTENDED_SIZE = 10;
    private static final int FRAME_HEADER = 16;
    private static final int ANIMATED = 2;
    private static final int ALPHA = 16;

    private final byte[] file;
    private final List<Chunk> chunks;

    /**
     * A part of the file.
     *
     * @param name four letters
     * @param start first byte behind the header
     * @param end behind the last byte
     */
    private record Chunk(String name, int start, int end) {}

    /**
     * One frame.
     *
     * @param file it alone as a WebP file
     * @param left column on the canvas
     * @param top row on the canvas
     */
    record Frame(byte[] file, int left, int top) {}

    private WebpFile(byte[] file, List<Chunk> chunks) {
        this.file = file;
        this.chunks = chunks;
    }

    static WebpFile of(byte[] file) {
        List<Chunk> chunks = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= file.length) {
            String name = new String(file, (int) at, 4, StandardCharsets.ISO_8859_1);
            long length = bytes.getInt((int) at + 4) & 0xffffffffL;
            long start = at + CHUNK_HEADER;
            chunks.add(new Chunk(name, (int) start, (int) Math.min(start + length, file.length)));
            at = start + length + length % 2;
        }
        return new WebpFile(file, chunks);
    }

    private Optional<Chunk> chunk(String name) {
        return chunks.stream().filter(chunk -> chunk.name().equals(name)).findFirst();
    }

    private Optional<Chunk> extended() {
        return chunk("VP8X").filter(chunk -> chunk.end() - chunk.start() >= EXTENDED_SIZE);
    }

    boolean isAnimated() {
        return extended().map(chunk -> (file[chunk.start()] & ANIMATED) != 0).orElse(false);
    }

    /** Of the canvas of an animation. */
    int width() {
        return extended().map(chunk -> 1 + triple(chunk.start() + 4)).orElse(0);
    }

    /** Of the canvas of an animation. */
    int height() {
        return extended().map(chunk -> 1 + triple(chunk.start() + 7)).orElse(0);
    }

    Optional<ExifBlock> exif() {
        return chunk("EXIF").map(chunk -> ExifBlock.titled(file, chunk.start(), chunk.end()));
    }

    Frame firstFrame() throws IOException {
        Chunk frame =
                chunk("ANMF")
                        .filter(chunk -> chunk.end() - chunk.start() > FRAME_HEADER)
                        .orElseThrow(() -> new IOException("the animation has no frame"));
        byte[] size = new byte[EXTENDED_SIZE];
        size[0] = ALPHA;
        System.arraycopy(file, frame.start() + 6, size, 4, 6);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(little(EXTENDED_SIZE));
        body.writeBytes(size);
        int start = frame.start() + FRAME_HEADER;
        body.write(file, start, frame.end() - start);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(little(body.size()));
        whole.writeBytes(body.toByteArray());
        return new Frame(
                whole.toByteArray(), 2 * triple(frame.start()), 2 * triple(frame.start() + 3));
    }

    private int triple(int at) {
        return file[at] & 0xff | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff) << 16;
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }
}
