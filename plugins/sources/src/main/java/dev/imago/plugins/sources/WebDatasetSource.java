package dev.imago.plugins.sources;

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
import dev.imago.plugins.sources.tar.ShardRecords;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** WebDataset archives. */
public final class WebDatasetSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; finds the samples of archives that are new. */
    @Inject
    public WebDatasetSource(WebDatasetConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    WebDatasetSource(
            WebDatasetConfig config,
            PictureReader pictures,
            VideoReader videos,
            IndexStore indexes) {
        List<Path> shards = FilePattern.find(config.path(), config.files());
        FieldNames names = new FieldNames(config.records().columns());
        Path folder = Folders.of(config.path());
        records =
                new RecordSource(
                        config.path().toString(),
                        ShardRecords.open(shards, config.unpackedBytes(), names, pictures, indexes),
                        new Indexed(indexes, shards.get(0), indexes.stamps(shards)),
                        config.records(),
                        new FileMedia(folder, config.records(), pictures, videos, indexes));
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
