package dev.imago.plugins.sources.tar;

import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.index.LongTable;
import dev.imago.plugins.sources.index.LongTableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One archive of samples: the neighbouring files of one key are a sample. Thread-safe. */
final class Shard {
    /** In the index: where a sample begins and ends. */
    private static final int WIDTH = 2;

    private final Path file;
    private final LongTable index;

    private Shard(Path file, LongTable index) {
        this.file = file;
        this.index = index;
    }

    /** Goes through the headers of an archive, unless that was done before. */
    static Shard open(Path file, IndexStore indexes) {
        LongTable index = indexes.open(file, "samples", "tar 1", WIDTH, rows -> index(file, rows));
        return new Shard(file, index);
    }

    private static void index(Path file, LongTableWriter rows) {
        try (TarReader tar = new TarReader(file)) {
            String key = null;
            long start = 0;
            long at = 0;
            Optional<TarEntry> entry = tar.entry(at);
            while (entry.isPresent()) {
                EntryName name = EntryName.of(entry.get().name());
                boolean part = entry.get().isFile() && !name.ending().isEmpty();
                if (part && !name.key().equals(key)) {
                    if (key != null) {
                        rows.put(start);
                        rows.put(at);
                    }
                    key = name.key();
                    start = at;
                }
                at = entry.get().next();
                entry = tar.entry(at);
            }
            if (key != null) {
                rows.put(start);
                rows.put(at);
            }
        }
    }

    Path file() {
        return file;
    }

    long size() {
        return index.rows();
    }

    /** The files of a sample. */
    List<TarEntry> entries(long sample, TarReader tar) {
        List<TarEntry> entries = new ArrayList<>();
        long end = index.get(sample, 1);
        long at = index.get(sample, 0);
        while (at < end) {
            Optional<TarEntry> entry = tar.entry(at);
            if (entry.isEmpty()) {
                break;
            }
            entry.filter(TarEntry::isFile).ifPresent(entries::add);
            at = entry.get().next();
        }
        return entries;
    }
}
