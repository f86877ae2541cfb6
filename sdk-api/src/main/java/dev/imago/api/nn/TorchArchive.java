package dev.imago.api.nn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Wraps the text of one TorchScript class as the zip archive that libtorch loads. */
final class TorchArchive {
    private static final Pattern HEADER = Pattern.compile("(?m)^class (\\w+)\\(Module\\):\\s*$");

    private TorchArchive() {}

    static byte[] of(String source) throws IOException {
        Matcher header = HEADER.matcher(source);
        if (!header.find()) {
            throw new IllegalArgumentException("no line 'class Name(Module):' in the program");
        }
        String declarations = "\n  __parameters__ = []\n  __buffers__ = []\n  training : bool";
        String code =
                source.substring(0, header.end())
                        + indented(declarations, source.substring(header.end()))
                        + source.substring(header.end());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", pickledModule(header.group(1)));
            add(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            add(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            add(zip, "version", "10\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Declarations must stand at the methods' own depth. */
    private static String indented(String declarations, String body) {
        Matcher first = Pattern.compile("(?m)^( +)def ").matcher(body);
        String indent = first.find() ? first.group(1) : "  ";
        return declarations.replace("\n  ", "\n" + indent) + "\n";
    }

    /** An instance of {@code __torch__.NAME} whose state is {@code {"training": False}}. */
    private static byte[] pickledModule(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2, 'c'});
        out.write(("__torch__\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        out.write(new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0});
        out.write("training".getBytes(StandardCharsets.UTF_8));
        out.write(new byte[] {(byte) 0x89, 's', 'b', '.'});
        return out.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("archive/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
