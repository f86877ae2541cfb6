package dev.imago.plugins.video;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A file of sound alone. */
final class SoundFile {
    private SoundFile() {}

    /** An AVI with one track of PCM. */
    static byte[] avi() {
        ByteBuffer sound = chunk("01wb", new byte[800]);
        ByteBuffer movi = list("movi", sound);
        ByteBuffer avih = little(56);
        avih.putInt(100_000).putInt(8000).putInt(0).putInt(0).putInt(1).putInt(0).putInt(1);
        ByteBuffer strh = little(56);
        strh.put("auds".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(0).putInt(0);
        strh.putInt(0).putInt(1).putInt(8000).putInt(0).putInt(800).putInt(800).putInt(0);
        strh.putInt(1);
        ByteBuffer strf = little(16);
        strf.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
        strf.putShort((short) 1).putShort((short) 8);
        ByteBuffer strl =
                list("strl", joined(chunk("strh", strh.array()), chunk("strf", strf.array())));
        ByteBuffer hdrl = list("hdrl", joined(chunk("avih", avih.array()), strl));
        ByteBuffer body = joined(hdrl, movi);
        ByteBuffer riff = little(12 + body.limit());
        riff.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + body.limit());
        riff.put("AVI ".getBytes(StandardCharsets.US_ASCII)).put(body);
        return riff.array();
    }

    private static ByteBuffer list(String name, ByteBuffer inside) {
        byte[] bytes = new byte[4 + inside.limit()];
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        inside.get(0, bytes, 4, inside.limit());
        return chunk("LIST", bytes);
    }

    private static ByteBuffer chunk(String name, byte[] bytes) {
        ByteBuffer chunk = little(8 + bytes.length);
        chunk.put(name.getBytes(StandardCharsets.US_ASCII)).putInt(bytes.length).put(bytes);
        return chunk.flip();
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        ByteBuffer both = little(first.limit() + second.limit());
        return both.put(first.duplicate()).put(second.duplicate()).flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
