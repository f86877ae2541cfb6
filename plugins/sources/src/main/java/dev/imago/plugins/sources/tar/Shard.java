package dev.imago.plugins.sources.tar;

import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.index.LongTable;
import dev.imago.plugins.sources.index.LongTableWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One archive of samples: the neighbouring files of one key are a sample. Thread-safe. */
final class Shard {
    /** In the index: where a sample begins and ends. */
    private static final int WIDTH = 2;

    private final Archive archive;
    private final LongTable index;

    private Shard(Archive archive, LongTable index) {
        this.archive = archive;
        this.index = index;
    }

    /** Goes through the headers of an archive, unless that was done before. */
    static Shard open(Archive archive, IndexStore indexes) {
        LongTable index =
                indexes.open(
                        archive.read(), "samples", "tar 1", WIDTH, rows -> index(archive, rows));
        return new Shard(archive, index);
    }

    private static void index(Archive archive, LongTableWriter rows) {
        try (TarReader tar = new TarReader(archive)) {
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

    Archive archive() {
        return archive;
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
