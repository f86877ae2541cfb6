package dev.imago.plugins.sources;

import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.media.FileMedia;
import dev.imago.plugins.sources.record.FieldNames;
import dev.imago.plugins.sources.record.Indexed;
import dev.imago.plugins.sources.record.RecordSource;
import dev.imago.plugins.sources.rows.RowFile;
import dev.imago.plugins.sources.rows.RowLayout;
import jakarta.inject.Inject;

/** JSON and JSON-lines files. */
public final class JsonSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; finds the file's rows unless an index of them is there. */
    @Inject
    public JsonSource(JsonConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    JsonSource(JsonConfig config, PictureReader pictures, VideoReader videos, IndexStore indexes) {
        RowFile file = RowFile.open(config.path(), RowLayout.JSON, indexes);
        records =
                new RecordSource(
                        config.path().toString(),
                        new JsonRecords(file, new FieldNames(config.records().columns())),
                        new Indexed(indexes, config.path(), "json"),
                        config.records(),
                        new FileMedia(
                                config.imageRoot(), config.records(), pictures, videos, indexes));
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
