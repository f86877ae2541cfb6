package dev.imago.runtime.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How the hub names a file's bytes: by SHA-256 large ones, by the SHA-1 that Git has small ones.
 *
 * @param name of the algorithm; empty where the name says nothing about the bytes
 * @param git whether a header with their number stands before them
 * @param expected in hexadecimal
 */
record BlobHash(String name, boolean git, String expected) {
    static BlobHash of(String tag) {
        if (tag.matches("[0-9a-f]{64}")) {
            return new BlobHash("SHA-256", false, tag);
        }
        return tag.matches("[0-9a-f]{40}")
                ? new BlobHash("SHA-1", true, tag)
                : new BlobHash("", false, tag);
    }

    boolean fits(Path file) throws IOException {
        return name.isEmpty() || told(file).equals(expected);
    }

    /** The hash that a file has. */
    String told(Path file) throws IOException {
        MessageDigest digest = digest();
        if (git) {
            String header = "blob " + Files.size(file) + "\0";
            digest.update(header.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + name, e);
        }
    }
}
