package dev.imago.plugins.sources;

import dev.imago.api.data.Samples;
import dev.imago.api.data.VideoReader;
import dev.imago.plugins.sources.index.IndexStore;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.plugins.sources.record.RecordSettings.BoxFormat;
import dev.imago.plugins.sources.record.RecordSettings.Look;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.OfferedVideos;
import dev.imago.runtime.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Sources as a recipe would build them. */
final class TestSources {
    /** No plugin that decodes videos is on this module's class path. */
    static final VideoReader VIDEOS =
            new OfferedVideos(
                    PluginLoader.of(new SourcesPlugin()),
                    () -> {
                        throw new AssertionError("nothing is offered that could be built");
                    });

    private TestSources() {}

    static IndexStore indexes(Path folder) {
        return new IndexStore(folder.resolve("cache"));
    }

    static JsonSource json(Path file, Path root) {
        return json(new JsonConfig(file, root, null));
    }

    static JsonSource json(JsonConfig config) {
        IndexStore indexes = indexes(config.path().toAbsolutePath().getParent());
        return new JsonSource(config, new ImageFiles(), VIDEOS, indexes);
    }

    static JsonSource json(Path file, RecordSettings settings) {
        return json(new JsonConfig(file, null, settings));
    }

    static RecordSettings columns(Map<String, String> columns) {
        return new RecordSettings(columns, null, null, null, null, null, null, null, null);
    }

    static RecordSettings outside() {
        return new RecordSettings(null, true, null, null, null, null, null, null, null);
    }

    static RecordSettings framesFps(double fps) {
        return new RecordSettings(null, null, null, null, fps, null, null, null, null);
    }

    static RecordSettings boxes(BoxFormat format, Look look) {
        return new RecordSettings(null, null, null, null, null, format, look, null, null);
    }

    static List<String> ids(Samples<?> samples) {
        return LongStream.range(0, samples.size()).mapToObj(samples::id).toList();
    }

    /** Boxes by corner and size, and choices that are right by their place. */
    static RecordSettings rightChoice(int place) {
        return new RecordSettings(null, null, null, null, null, BoxFormat.XYWH, null, place, null);
    }
}
