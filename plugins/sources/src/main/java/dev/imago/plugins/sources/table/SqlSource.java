package dev.imago.plugins.sources.table;

import dev.imago.api.data.PictureReader;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.files.FilePattern;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.RecordSource;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** The rows of a query on files. */
public final class SqlSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; runs the query unless that was done before. */
    @Inject
    public SqlSource(SqlConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    SqlSource(SqlConfig config, PictureReader pictures, VideoReader videos, IndexStore indexes) {
        String folder = config.root().toAbsolutePath().normalize().toString();
        String query = config.query().replace("{root}", folder.replace("'", "''"));
        List<Path> files = FilePattern.find(config.root(), config.files());
        records =
                new CopiedTable("query", config.root(), List.of(config.root()), config.records())
                        .source(query, indexes.stamps(files), false, pictures, videos, indexes);
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
