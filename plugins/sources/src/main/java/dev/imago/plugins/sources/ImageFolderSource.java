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
import dev.imago.plugins.sources.record.Records;
import dev.imago.plugins.sources.rows.RowFile;
import dev.imago.plugins.sources.rows.RowLayout;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of images with captions. */
public final class ImageFolderSource implements Source {
    private final RecordSource records;

    /** Built by a recipe; finds the images. */
    @Inject
    public ImageFolderSource(ImageFolderConfig config, PictureReader pictures, VideoReader videos) {
        this(config, pictures, videos, IndexStore.usual());
    }

    ImageFolderSource(
            ImageFolderConfig config,
            PictureReader pictures,
            VideoReader videos,
            IndexStore indexes) {
        FieldNames names = new FieldNames(config.records().columns());
        Path lines = config.path().resolve("metadata.jsonl");
        Path table = config.path().resolve("metadata.csv");
        Records found;
        Indexed index;
        if (Files.exists(lines)) {
            found = new JsonRecords(RowFile.open(lines, RowLayout.JSON, indexes), names);
            index = new Indexed(indexes, lines, "imagefolder");
        } else if (Files.exists(table)) {
            found = new CsvRecords(RowFile.open(table, RowLayout.CSV, indexes), names);
            index = new Indexed(indexes, table, "imagefolder");
        } else {
            ImageListing listing = ImageListing.of(config.path(), config.captions(), names);
            found = listing;
            index = new Indexed(indexes, config.path(), listing.state());
        }
        records =
                new RecordSource(
                        config.path().toString(),
                        found,
                        index,
                        config.records(),
                        new FileMedia(config.path(), config.records(), pictures, videos, indexes));
    }

    @Override
    public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
        return records.samples(task, type);
    }
}
