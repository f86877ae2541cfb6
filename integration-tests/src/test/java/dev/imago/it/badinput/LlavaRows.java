package dev.imago.it.badinput;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A LLaVA file with as many good rows as a test wants, before it spoils some. */
final class LlavaRows {
    private static final int SIDE = 16;

    private final Path folder;
    private final List<String> rows = new ArrayList<>();

    LlavaRows(Path folder, int count) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            rows.add(row(i, "<image>\\nhow many ?", "a red bag"));
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % SIDE, 0, 0xff0000);
            ImageIO.write(image, "png", image(i).toFile());
        }
    }

    /** The picture of a row. */
    Path image(int row) {
        return folder.resolve(row + ".png");
    }

    /** Says something else in a row. */
    LlavaRows put(int row, String asked, String answered) {
        rows.set(row, row(row, asked, answered));
        return this;
    }

    /** Leaves the answer out. */
    LlavaRows unanswered(int row) {
        rows.set(
                row,
                "{\"id\": \"row-%d\", \"image\": \"%d.png\", \"conversations\": ["
                                .formatted(row, row)
                        + "{\"from\": \"human\", \"value\": \"<image>\"}]}");
        return this;
    }

    /** Writes the file. */
    Path write() throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), rows);
    }

    private static String row(int number, String asked, String answered) {
        return ("{\"id\": \"row-%d\", \"image\": \"%d.png\", \"conversations\": ["
                        + "{\"from\": \"human\", \"value\": \"%s\"},"
                        + " {\"from\": \"gpt\", \"value\": \"%s\"}]}")
                .formatted(number, number, asked, answered);
    }
}
