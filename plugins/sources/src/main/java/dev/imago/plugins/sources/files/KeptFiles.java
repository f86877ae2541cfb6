package dev.imago.plugins.sources.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Files of a cache folder that can be made anew. Where room is needed, those go that were used
 * longest ago; what this or another living process has used stays. Thread-safe, and safe among
 * processes: who uses a file says so before looking whether it is there, and who deletes one takes
 * its name away before looking whether it is used.
 */
public final class KeptFiles {
    private static final String GONE = ".gone";
    private static final String UNFINISHED = ".tmp";

    /** What is being written changes all the time; this long after, it was left by a kill. */
    private static final Duration LEFT = Duration.ofDays(1);

    private final Path folder;
    private final String ending;
    private final UsedNames used;

    /**
     * @param folder made when needed
     * @param ending of the files' names; others in the folder are left alone
     */
    public KeptFiles(Path folder, String ending) {
        this.folder = folder;
        this.ending = ending;
        this.used = new UsedNames(folder.resolve("used"));
    }

    /**
     * Says that a file of the folder is used while this object is reachable.
     *
     * @return whether it is there; else the caller writes it, and it stays then
     */
    public boolean use(Path file) throws IOException {
        if (!Files.isWritable(folder) && Files.exists(file)) {
            // Nobody deletes what lies here.
            return true;
        }
        used.add(file.getFileName().toString());
        try {
            // Not the time of change, by which other caches know the file.
            Files.getFileAttributeView(file, BasicFileAttributeView.class)
                    .setTimes(null, FileTime.from(Instant.now()), null);
            return true;
        } catch (FileSystemException e) {
            // It is not there, or another user's.
            return Files.exists(file);
        }
    }

    /**
     * Deletes what was used longest ago until there is room.
     *
     * @param bytes of room that is needed
     * @param most bytes of all files
     * @return whether there is; false where what is left is used
     */
    public boolean makeRoom(long bytes, long most) throws IOException {
        List<Kept> kept = list();
        long taken = kept.stream().mapToLong(Kept::size).sum();
        if (taken + bytes <= most) {
            return true;
        }
        kept.sort(Comparator.comparing(Kept::used));
        Set<String> inUse = used.all();
        for (Kept each : kept) {
            String name = each.file().getFileName().toString();
            if (taken + bytes > most && !inUse.contains(name) && remove(each.file())) {
                taken -= each.size();
            }
        }
        return taken + bytes <= most;
    }

    /**
     * Deletes a file, and what lies beside it under its name and a point, unless it is used.
     *
     * @return whether it is gone
     */
    public boolean delete(Path file) throws IOException {
        return !used.all().contains(file.getFileName().toString()) && remove(file);
    }

    private boolean remove(Path file) throws IOException {
        Path gone = file.resolveSibling(file.getFileName() + GONE);
        try {
            Files.move(file, gone);
        } catch (NoSuchFileException e) {
            return true;
        }
        if (used.all().contains(file.getFileName().toString())) {
            Files.move(gone, file, StandardCopyOption.REPLACE_EXISTING);
            return false;
        }
        for (Path beside : list(folder, file.getFileName() + ".*")) {
            if (!beside.toString().endsWith(UNFINISHED)) {
                Files.deleteIfExists(beside);
            }
        }
        return true;
    }

    private record Kept(Path file, long size, FileTime used) {}

    /** The files; what a kill left of others is deleted on the way. */
    private List<Kept> list() throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (Path file : list(folder, "*")) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                if (file.toString().endsWith(ending)) {
                    kept.add(new Kept(file, now.size(), now.lastAccessTime()));
                } else if (isLeft(file.getFileName().toString(), now)) {
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                // Another process renamed or deleted it meanwhile.
                continue;
            }
        }
        return kept;
    }

    private boolean isLeft(String name, BasicFileAttributes now) throws IOException {
        if (name.endsWith(ending + GONE)) {
            return !used.all().contains(name.substring(0, name.length() - GONE.length()));
        }
        Instant old = Instant.now().minus(LEFT);
        return name.endsWith(UNFINISHED) && now.lastModifiedTime().toInstant().isBefore(old);
    }

    /** What of a folder is named so; nothing where there is no folder. */
    public static List<Path> list(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }
}
