package dev.imago.plugins.sources;

import dev.imago.api.Api;
import dev.imago.api.data.Source;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;
import dev.imago.plugins.sources.table.CsvConfig;
import dev.imago.plugins.sources.table.CsvSource;
import dev.imago.plugins.sources.table.ParquetConfig;
import dev.imago.plugins.sources.table.ParquetSource;
import dev.imago.plugins.sources.table.SqlConfig;
import dev.imago.plugins.sources.table.SqlSource;

/** Offers sources that read files. */
public final class SourcesPlugin implements Plugin {
    @Override
    public String name() {
        return "sources";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(Source.class, "json", JsonConfig.class, JsonSource.class);
        // The layout that most JSON files have, by its own name.
        components.add(Source.class, "llava", JsonConfig.class, JsonSource.class);
        components.add(
                Source.class, "imagefolder", ImageFolderConfig.class, ImageFolderSource.class);
        components.add(Source.class, "webdataset", WebDatasetConfig.class, WebDatasetSource.class);
        components.add(Source.class, "parquet", ParquetConfig.class, ParquetSource.class);
        components.add(Source.class, "csv", CsvConfig.class, CsvSource.class);
        components.add(Source.class, "sql", SqlConfig.class, SqlSource.class);
    }
}
