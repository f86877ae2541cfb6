package dev.imago.plugins.video;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.VideoFile;
import dev.imago.api.data.VideoReader;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads video files with FFmpeg. To tell the frames of a video only its header is read; a frame is
 * decoded when it is asked for, from where the one before it was, if they are asked for in order.
 */
public final class FfmpegReader implements VideoReader {
    private final Decoders decoders = new Decoders();

    /** Built by the runtime. */
    @Inject
    public FfmpegReader(FfmpegConfig config) {
        // The reader has no settings yet; what a recipe writes for it is checked all the same.
    }

    @Override
    public Part.Video read(VideoFile video, double fps) {
        VideoFacts facts = decoders.with(video, Decoder::facts);
        double rate = fps > 0 ? Math.min(fps, facts.fps()) : facts.fps();
        long count = rate < facts.fps() ? facts.framesAt(rate) : facts.frames();
        List<ImageSource> frames = new ArrayList<>();
        for (long k = 0; k < count; k++) {
            frames.add(new VideoFrame(video, k / rate, decoders));
        }
        return new Part.Video(frames, 1 / rate);
    }
}
