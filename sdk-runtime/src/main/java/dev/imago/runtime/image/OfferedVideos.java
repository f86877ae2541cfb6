package dev.imago.runtime.image;

import dev.imago.api.data.Part;
import dev.imago.api.data.VideoFile;
import dev.imago.api.data.VideoReader;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.plugin.Component;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.SpecReader;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads videos with the reader that a plugin offers, which is built when the first one is read: who
 * reads none needs none.
 */
public final class OfferedVideos implements VideoReader {
    private final ComponentRegistry registry;
    private final Supplier<ComponentFactory> factory;
    private VideoReader offered;

    /**
     * @param registry knows what is offered
     * @param factory builds it
     */
    public OfferedVideos(ComponentRegistry registry, Supplier<ComponentFactory> factory) {
        this.registry = registry;
        this.factory = factory;
    }

    @Override
    public Part.Video read(VideoFile video, double fps) {
        if (!Files.isRegularFile(video.file())) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, video.file().toString(), "does not exist");
        }
        return offered(video).read(video, fps);
    }

    private synchronized VideoReader offered(VideoFile video) {
        if (offered == null) {
            List<Component<VideoReader>> all = registry.offered(VideoReader.class);
            if (all.size() != 1) {
                throw new ImagoException(
                        ErrorCode.PLUGIN_FAILED, video.file().toString(), told(all));
            }
            String type = all.get(0).type();
            offered = factory.get().create(new SpecReader(registry).read(VideoReader.class, type));
        }
        return offered;
    }

    private static String told(List<Component<VideoReader>> all) {
        if (all.isEmpty()) {
            return "is a video, and no plugin that decodes videos is loaded; imago-video is one";
        }
        return "is a video, and more than one plugin decodes videos: "
                + all.stream().map(Component::plugin).collect(Collectors.joining(", "))
                + "; leave one of them out";
    }
}
