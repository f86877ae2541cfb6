package dev.imago.plugins.video;

import dev.imago.api.data.FileStamp;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.VideoFile;
import java.util.Locale;

/**
 * What a video shows at a time.
 *
 * @param video the video
 * @param seconds from its beginning
 * @param decoders lend a decoder
 */
record VideoFrame(VideoFile video, double seconds, Decoders decoders) implements ImageSource {
    @Override
    public String id() {
        return video.id() + shown();
    }

    @Override
    public String version() {
        return FileStamp.version(video.id(), video.file()) + shown();
    }

    private String shown() {
        return String.format(Locale.ROOT, "#t=%.4f", seconds);
    }

    @Override
    public Picture load() {
        return decoders.with(video, decoder -> decoder.at(seconds));
    }
}
