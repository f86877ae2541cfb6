package dev.imago.plugins.video;

import dev.imago.api.plugin.Doc;

/** FFmpeg's reader has no settings. */
@Doc("Reads video files with FFmpeg: MP4, MOV, MKV, WebM, AVI, MPEG, FLV, animated GIF and others.")
public record FfmpegConfig() {}
