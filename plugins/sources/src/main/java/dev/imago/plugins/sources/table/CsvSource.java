package dev.imago.plugins.sources.table;

import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.files.FilePattern;
import dev.imago.plugins.sources.files.Folders;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.RecordSource;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** CSV files. */
public final class CsvSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; copies the files' rows unless that was done before. */
    @Inject
    public CsvSource(CsvConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    CsvSource(CsvConfig config, PictureReader pictures, VideoReader videos, IndexStore indexes) {
        List<Path> files = FilePattern.find(config.path(), config.files());
        String list =
                files.stream()
                        .map(file -> Database.literal(file.toAbsolutePath().toString()))
                        .collect(Collectors.joining(", ", "[", "]"));
        Path folder = Folders.of(config.path());
        Path root = config.imageRoot() == null ? folder : config.imageRoot();
        records =
                new CopiedTable(
                                config.path().toString(),
                                root,
                                Folders.parents(files),
                                config.records())
                        .source(
                                "SELECT * FROM read_csv(" + list + ", header = true)",
                                indexes.stamps(files),
                                true,
                                pictures,
                                videos,
                                indexes);
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
