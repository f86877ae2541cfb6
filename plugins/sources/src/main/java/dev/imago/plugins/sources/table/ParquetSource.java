package dev.imago.plugins.sources.table;

import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.files.FilePattern;
import dev.imago.plugins.sources.files.Folders;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.media.FileMedia;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Indexed;
import dev.imago.plugins.sources.record.RecordSource;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** Parquet files. */
public final class ParquetSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; reads the footers of the files. */
    @Inject
    public ParquetSource(ParquetConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    ParquetSource(
            ParquetConfig config, PictureReader pictures, VideoReader videos, IndexStore indexes) {
        List<Path> files = FilePattern.find(config.path(), config.files());
        Path folder = Folders.of(config.path());
        Database database = Database.open(config.path().toString(), Folders.parents(files));
        FieldNames names = new FieldNames(config.records().columns());
        Path root = config.imageRoot() == null ? folder : config.imageRoot();
        records =
                new RecordSource(
                        config.path().toString(),
                        TableRecords.open(files, database, names, ""),
                        new Indexed(indexes, files.get(0), indexes.stamps(files)),
                        config.records(),
                        new FileMedia(root, config.records(), pictures, videos, indexes));
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
