package dev.imago.plugins.wardrobe.world;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzipped IDX file of unsigned bytes, the format of MNIST: a magic number that ends in the number
 * of dimensions, the dimensions as big-endian integers, the bytes.
 *
 * @param dimensions outermost first
 * @param values row-major
 */
record IdxFile(int[] dimensions, byte[] values) {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int INT = Integer.BYTES;

    /**
     * @param zipped the file's bytes
     * @param place names the file in errors
     * @param rank the number of dimensions it must have
     */
    static IdxFile parse(byte[] zipped, String place, int rank) {
        ByteBuffer data = ByteBuffer.wrap(unzip(zipped, place));
        int header = INT * (1 + rank);
        int magic = data.remaining() < header ? 0 : data.getInt();
        if (magic != (UNSIGNED_BYTES << 8 | rank)) {
            throw corrupt(place, "is no IDX file of bytes with " + rank + " dimensions");
        }
        int[] dimensions = new int[rank];
        long size = 1;
        for (int i = 0; i < rank; i++) {
            dimensions[i] = data.getInt();
            size *= Math.max(0, dimensions[i]);
        }
        if (size != data.remaining()) {
            throw corrupt(
                    place,
                    "holds "
                            + data.remaining()
                            + " values, its header promises "
                            + Arrays.toString(dimensions));
        }
        return new IdxFile(
                dimensions, Arrays.copyOfRange(data.array(), header, data.array().length));
    }

    private static byte[] unzip(byte[] zipped, String place) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        } catch (ZipException | EOFException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    place,
                    "is no complete gzip file: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, place, "can't be read: " + e.getMessage(), e);
        }
    }

    static ImagoException corrupt(String place, String message) {
        return new ImagoException(ErrorCode.CORRUPT_FILE, place, message);
    }
}
