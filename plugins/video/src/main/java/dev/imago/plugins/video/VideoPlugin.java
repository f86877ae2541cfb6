package dev.imago.plugins.video;

import dev.imago.api.Api;
import dev.imago.api.data.VideoReader;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.Plugin;

/** Offers the reader of video files. */
public final class VideoPlugin implements Plugin {
    @Override
    public String name() {
        return "video";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        components.add(VideoReader.class, "ffmpeg", FfmpegConfig.class, FfmpegReader.class);
    }
}
