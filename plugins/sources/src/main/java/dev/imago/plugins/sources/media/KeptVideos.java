package dev.imago.plugins.sources.media;

import dev.imago.api.data.VideoFile;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.files.WholeFile;
import dev.imago.plugins.sources.index.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Videos that records hold as bytes, kept as files, since decoders read files. Named by their hash:
 * each is written once, whole, and then renamed. None is deleted, because frames are decoded when
 * they are asked for. Thread-safe, and safe among processes.
 */
final class KeptVideos {
    private static final String ENDING = ".video";

    private final Path folder;
    private final long most;

    /**
     * @param folder made when needed
     * @param most bytes that all files in it may take
     */
    KeptVideos(Path folder, long most) {
        this.folder = folder;
        this.most = most;
    }

    /**
     * The video's file.
     *
     * @throws ImagoException DISK when it can't be written, or there is no room left for it
     */
    VideoFile file(byte[] video) {
        String hash = Sha256.hex(video);
        Path file = folder.resolve(hash + ENDING);
        try {
            if (!Files.exists(file)) {
                keep(video, file);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
        return new VideoFile("sha256:" + hash, file, 0, VideoFile.TO_THE_END);
    }

    private synchronized void keep(byte[] video, Path file) throws IOException {
        Files.createDirectories(folder);
        if (video.length > most - kept()) {
            throw new ImagoException(
                    ErrorCode.DISK,
                    folder.toString(),
                    "has no room for another video of "
                            + video.length
                            + " bytes within kept_videos_gb; expected more of it, videos as files,"
                            + " or what other data left there deleted");
        }
        WholeFile.write(file, unfinished -> Files.write(unfinished, video));
    }

    private long kept() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(ENDING)).toList();
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
