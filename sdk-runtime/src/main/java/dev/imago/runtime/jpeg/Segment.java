package dev.imago.runtime.jpeg;

/**
 * What stands behind a marker, without the length.
 *
 * @param data the file
 * @param start first byte
 * @param end behind the last
 */
record Segment(byte[] data, int start, int end) {
    /** The segment whose length stands at a position. */
    static Segment at(byte[] data, int at) throws JpegFormatException {
        if (at + 2 > data.length) {
            throw new JpegFormatException("is truncated: it ends within a segment");
        }
        int length = (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
        if (length < 2 || at + length > data.length) {
            throw new JpegFormatException(
                    "is truncated or damaged: a segment of " + length + " bytes at " + at);
        }
        return new Segment(data, at + 2, at + length);
    }

    int length() {
        return end - start;
    }

    /** A byte, counted from the start. */
    int octet(int i) throws JpegFormatException {
        if (i >= length()) {
            throw new JpegFormatException("is damaged: a segment of " + length() + " bytes");
        }
        return data[start + i] & 0xff;
    }

    /** Two bytes, counted from the start. */
    int word(int i) throws JpegFormatException {
        return octet(i) << 8 | octet(i + 1);
    }

    boolean startsWith(String letters) {
        if (letters.length() > length()) {
            return false;
        }
        for (int i = 0; i < letters.length(); i++) {
            if (data[start + i] != letters.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
