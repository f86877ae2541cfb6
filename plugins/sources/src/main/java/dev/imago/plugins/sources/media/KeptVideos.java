package dev.imago.plugins.sources.media;

import dev.imago.api.data.VideoFile;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.files.KeptFiles;
import dev.imago.plugins.sources.files.WholeFile;
import dev.imago.plugins.sources.index.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Videos that records hold as bytes, kept as files, since decoders read files. Named by their hash:
 * each is written once, whole, and then renamed. Those go first that were used longest ago; none
 * that a living process has asked for, because frames are decoded when they are asked for.
 * Thread-safe, and safe among processes.
 */
final class KeptVideos {
    private static final String ENDING = ".video";

    /** Of every file: one that is kept anew is the same. */
    private static final FileTime CHANGED = FileTime.fromMillis(0);

    private final Path folder;
    private final long most;
    private final KeptFiles files;

    /**
     * @param folder made when needed
     * @param most bytes that all files in it may take
     */
    KeptVideos(Path folder, long most) {
        this.folder = folder;
        this.most = most;
        this.files = new KeptFiles(folder, ENDING);
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
            if (!files.use(file)) {
                keep(video, file);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
        return new VideoFile("sha256:" + hash, file, 0, VideoFile.TO_THE_END);
    }

    private synchronized void keep(byte[] video, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (!files.makeRoom(video.length, most)) {
            throw new ImagoException(
                    ErrorCode.DISK,
                    folder.toString(),
                    "has no room for another video of "
                            + video.length
                            + " bytes within kept_videos_gb beside those in use; expected more of"
                            + " it, or videos as files");
        }
        WholeFile.write(file, unfinished -> Files.write(unfinished, video));
        Files.setLastModifiedTime(file, CHANGED);
    }
}
