package dev.imago.runtime.image;

import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG. */
public final class PictureWriter {
    private PictureWriter() {}

    /** The bytes of a PNG file. */
    public static byte[] png(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.INTERNAL, "png", "can't be encoded: " + e, e);
        }
        return bytes.toByteArray();
    }

    /** Writes a PNG file, whole or not at all. */
    public static void write(Picture picture, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, png(picture));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, file.toString(), "can't be written: " + e, e);
        }
    }
}
