package dev.imago.runtime.cli;

import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where rendered pictures go: {@code NAME-0.png}, with several scales {@code NAME-0-g7.5.png}. */
final class RenderOutputs {
    private final Path folder;
    private final RenderPlan plan;
    private final List<Path> files = new ArrayList<>();

    /**
     * Makes the folder and tries it, before any work is done.
     *
     * @throws ImagoException DISK when nothing can be written there
     */
    RenderOutputs(Path folder, RenderPlan plan) {
        this.folder = folder;
        this.plan = plan;
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".imago-", ".tmp"));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be written to: " + e, e);
        }
    }

    /**
     * Writes a picture.
     *
     * @param input what it was rendered from
     * @param index of the picture in the input
     * @param scale its guidance
     */
    void write(Path input, int index, double scale, Picture picture) {
        String name = input.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = (dot > 0 ? name.substring(0, dot) : name) + "-" + index;
        String suffix = plan.guidance().isEmpty() ? "" : "-g" + scale;
        Path file = folder.resolve(stem + suffix + ".png").normalize();
        PictureWriter.write(picture, file);
        files.add(file);
    }

    /** What was written, in order. */
    List<Path> files() {
        return List.copyOf(files);
    }
}
