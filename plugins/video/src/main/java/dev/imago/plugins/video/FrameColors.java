package dev.imago.plugins.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.imago.api.data.Picture;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** Turns decoded frames into pictures, the way they are meant to be held. */
final class FrameColors implements AutoCloseable {
    private static final int CHANNELS = 3;

    private final SwsContext scaler = sws_alloc_context();
    private final AVFrame rgb = av_frame_alloc();

    FrameColors() {
        scaler.flags(SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT);
    }

    Picture picture(AVFrame frame, OpenVideo video) {
        rgb.format(AV_PIX_FMT_RGB24);
        rgb.width(frame.width());
        rgb.height(frame.height());
        try {
            int code = sws_scale_frame(scaler, rgb, frame);
            if (code < 0) {
                throw video.bad(
                        "has colours that can't be turned into RGB: " + OpenVideo.told(code));
            }
            return turned(packed(), video.quarterTurns());
        } finally {
            av_frame_unref(rgb);
        }
    }

    /** The pixels without what stands between lines. */
    private Picture packed() {
        int width = rgb.width();
        int height = rgb.height();
        int line = rgb.linesize(0);
        byte[] bytes = new byte[width * height * CHANNELS];
        BytePointer data = rgb.data(0);
        for (int y = 0; y < height; y++) {
            data.position((long) y * line).get(bytes, y * width * CHANNELS, width * CHANNELS);
        }
        return new Picture(width, height, bytes);
    }

    private static Picture turned(Picture picture, int quarters) {
        Picture turned = picture;
        for (int i = 0; i < quarters; i++) {
            turned = right(turned);
        }
        return turned;
    }

    private static Picture right(Picture from) {
        int width = from.height();
        int height = from.width();
        byte[] bytes = new byte[from.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = ((width - 1 - x) * from.width() + y) * CHANNELS;
                System.arraycopy(from.rgb(), pixel, bytes, (y * width + x) * CHANNELS, CHANNELS);
            }
        }
        return new Picture(width, height, bytes);
    }

    @Override
    public void close() {
        av_frame_free(rgb);
        sws_free_context(scaler);
    }
}
