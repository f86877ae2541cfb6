package dev.imago.it.data;

import dev.imago.api.data.Picture;
import dev.imago.runtime.image.PictureWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Small files of every kind of source. */
final class ExampleFiles {
    static final int FRAMES = 4;

    private static final int SIDE = 16;
    private static final int BLOCK = 512;

    private final Path folder;

    ExampleFiles(Path folder) {
        this.folder = folder;
    }

    void write() throws IOException {
        picture("llava/images/a.png", 10);
        text(
                "llava/mix.jsonl",
                "{'id': 1, 'image': 'a.png', 'conversations': [{'from': 'human', 'value':"
                        + " '<image>What?'}, {'from': 'gpt', 'value': 'A bag.'}]}\n"
                        + "{'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'assistant',"
                        + " 'content': 'Hello'}]}\n"
                        + "{'messages': [{'role': 'user', 'content': [{'type': 'image_url',"
                        + " 'image_url': {'url': 'a.png'}}]}, {'role': 'assistant', 'content':"
                        + " 'A bag.'}]}\n");
        picture("shop/p.png", 20);
        text("shop/items.json", "[{'photo': 'p.png', 'text': {'title': 'A bag'}}]");
        picture("a.png", 30);
        picture("b.png", 40);
        text("edits.jsonl", "{'before': 'a.png', 'instruction': 'Brighter', 'after': 'b.png'}");
        text(
                "looks.jsonl",
                "{'image': 'a.png', 'question': 'What?', 'answer': 'A', 'bbox': [2, 2, 8, 8]}");
        BufferedImage[] frames = new BufferedImage[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            picture("frames/" + i + ".png", 50 * i);
            frames[i] = ImageIO.read(folder.resolve("frames/" + i + ".png").toFile());
        }
        Path clip = folder.resolve("clip.gif");
        gif(frames, clip);
        String bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(clip));
        text(
                "clips.jsonl",
                "{'video': 'clip.gif', 'question': 'What?', 'answer': 'Brighter'}\n"
                        + "{'video': 'frames', 'caption': 'It brightens.'}\n"
                        + "{'video': 'data:video/gif;base64,"
                        + bytes
                        + "', 'caption': 'It brightens, too.'}\n");
        hub();
        picture("photos/c.png", 60);
        text("photos/c.txt", "A red bag");
        for (int i = 0; i < 2; i++) {
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            entry(tar, i + ".png", Files.readAllBytes(folder.resolve("a.png")));
            entry(tar, i + ".txt", "A bag".getBytes(StandardCharsets.UTF_8));
            tar.writeBytes(new byte[2 * BLOCK]);
            Files.createDirectories(folder.resolve("shards"));
            Files.write(folder.resolve("shards/train-00" + i + ".tar"), tar.toByteArray());
        }
    }

    private void hub() throws IOException {
        text("hub/items.csv", "image,text\na.png,A bag\n");
        String image = folder.resolve("a.png").toString();
        String table = folder.resolve("hub/train-0.parquet").toString();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "COPY (SELECT {'bytes': content, 'path': 'a.png'} AS image, text FROM read_blob('"
                            + image
                            + "'), (VALUES ('A bag'), ('B')) AS t(text)) TO '"
                            + table
                            + "' (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException("can't write " + table, e);
        }
    }

    private void picture(String name, int red) throws IOException {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
        }
        Files.createDirectories(folder.resolve(name).getParent());
        PictureWriter.write(new Picture(SIDE, SIDE, rgb), folder.resolve(name));
    }

    private void text(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }

    /** Ten frames a second. */
    private static void gif(BufferedImage[] frames, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                IIOMetadata facts =
                        writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
                IIOMetadataNode root =
                        (IIOMetadataNode) facts.getAsTree(facts.getNativeMetadataFormatName());
                IIOMetadataNode control =
                        (IIOMetadataNode)
                                root.getElementsByTagName("GraphicControlExtension").item(0);
                control.setAttribute("delayTime", "10");
                facts.setFromTree(facts.getNativeMetadataFormatName(), root);
                writer.writeToSequence(new IIOImage(frame, null, facts), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static void entry(ByteArrayOutputStream tar, String name, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, "%011o\0".formatted(content.length));
        header[156] = '0';
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, place, bytes.length);
    }
}
