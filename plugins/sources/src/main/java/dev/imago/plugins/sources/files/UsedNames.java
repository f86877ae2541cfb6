package dev.imago.plugins.sources.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Names that living processes use. Each user writes a list of its own, and holds a lock beside it
 * that the system takes away when the process ends, however it ends. Thread-safe.
 */
final class UsedNames {
    private static final String LIST = ".names";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final String process = process();
    private final Path list;
    private final Path lock;
    private final Set<String> own = new HashSet<>();

    /** Held while this is reachable: closing a channel of it would give it up. */
    private FileLock held;

    /**
     * @param folder of the lists; made when needed
     */
    UsedNames(Path folder) {
        this.folder = folder;
        String name = process + UUID.randomUUID();
        this.list = folder.resolve(name + LIST);
        this.lock = folder.resolve(name + LOCK);
    }

    /** Begins the names of lists of this process. */
    private static String process() {
        ProcessHandle own = ProcessHandle.current();
        Instant start = own.info().startInstant().orElse(Instant.EPOCH);
        return own.pid() + "-" + start.toEpochMilli() + "-";
    }

    /** Says that a name is used from now on. */
    synchronized void add(String name) throws IOException {
        if (own.contains(name)) {
            return;
        }
        if (held == null) {
            begin();
        }
        Files.writeString(list, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        own.add(name);
    }

    /** The lock gets its name once it is held: without being held it would tell of an end. */
    private void begin() throws IOException {
        Files.createDirectories(folder);
        all();
        Path unfinished = lock.resolveSibling(lock.getFileName() + ".tmp");
        FileChannel channel =
                FileChannel.open(
                        unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        held = channel.lock();
        Files.move(unfinished, lock);
    }

    /** What is used by anyone now; lists of processes that have ended are deleted. */
    Set<String> all() throws IOException {
        Set<String> used = new HashSet<>();
        for (Path each : KeptFiles.list(folder, "*" + LOCK)) {
            String name = each.getFileName().toString();
            String user = name.substring(0, name.length() - LOCK.length());
            Path names = folder.resolve(user + LIST);
            if (!user.startsWith(process) && !isHeld(each)) {
                Files.deleteIfExists(names);
                Files.deleteIfExists(each);
            } else if (Files.exists(names)) {
                used.addAll(Files.readAllLines(names));
            }
        }
        return used;
    }

    /** By another process; opening a lock of this one would give it up. */
    private static boolean isHeld(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        } catch (NoSuchFileException e) {
            // Someone else found that it has ended.
            return false;
        } catch (AccessDeniedException e) {
            // Another user's, of whom nothing is known.
            return true;
        }
    }
}
