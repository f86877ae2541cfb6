package dev.imago.plugins.sources.media;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.ImageNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Videos as images, one a frame. */
final class FrameFolder {
    /** By name, numbers by their value: frame-9 before frame-10. */
    private static final Comparator<Path> BY_NUMBER =
            Comparator.comparing((Path file) -> padded(file.getFileName().toString()))
                    .thenComparing(Comparator.naturalOrder());

    private FrameFolder() {}

    /** The images of a folder, in the order of time. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> ImageNames.isImage(file.getFileName().toString()))
                    .sorted(BY_NUMBER)
                    .toList();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be read: " + e, e);
        }
    }

    /**
     * A video of frames.
     *
     * @param fps 0 when unknown
     */
    static Part.Video video(List<ImageSource> frames, double fps, String place) {
        if (frames.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.BAD_VIDEO, place, "has no frames, expected images in it");
        }
        return new Part.Video(frames, fps > 0 ? 1 / fps : 0);
    }

    private static String padded(String name) {
        StringBuilder padded = new StringBuilder();
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : '\0';
            if (Character.isDigit(c)) {
                digits.append(c);
            } else {
                if (digits.length() > 0) {
                    padded.append("0".repeat(Math.max(0, 20 - digits.length()))).append(digits);
                    digits.setLength(0);
                }
                padded.append(c);
            }
        }
        return padded.toString();
    }
}
