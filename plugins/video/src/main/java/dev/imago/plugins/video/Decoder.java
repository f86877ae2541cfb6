package dev.imago.plugins.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.imago.api.data.Picture;
import dev.imago.api.data.VideoFile;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes one video. It stands at a frame; a later one is reached by decoding on, one far off or
 * before it by going to the key frame before it. For one thread at a time.
 */
final class Decoder implements AutoCloseable {
    /** Decoding on is quicker than looking for a key frame up to here. */
    private static final double NEAR_SECONDS = 2;

    /** A frame this share of a frame's time late still counts as shown. */
    private static final double LATE = 0.25;

    private OpenVideo video;
    private final FrameColors colors = new FrameColors();
    private final AVPacket packet = av_packet_alloc();
    private AVFrame shown = av_frame_alloc();
    private AVFrame coming = av_frame_alloc();
    private boolean hasShown;
    private boolean hasComing;
    private boolean drained;
    private boolean sought;
    private double shownAt;
    private double comingAt;

    private Decoder(OpenVideo video) {
        this.video = video;
    }

    static Decoder open(VideoFile file) {
        return new Decoder(OpenVideo.open(file));
    }

    VideoFile video() {
        return video.file();
    }

    VideoFacts facts() {
        VideoFacts facts = video.facts();
        if (facts.counted()) {
            restart();
        }
        return facts;
    }

    /** What is shown at a time; after the end, the last frame. */
    Picture at(double seconds) {
        double limit = seconds + LATE / video.fps();
        boolean back = hasShown && limit < shownAt;
        boolean far = !hasShown || seconds - shownAt > NEAR_SECONDS;
        boolean seeks = far && seconds > NEAR_SECONDS;
        if (seeks || back) {
            go(seconds);
        }
        advance(limit);
        if (!hasShown && (seeks || back)) {
            // The key frame that was found comes later: not every container can be searched.
            restart();
            advance(limit);
        }
        if (!hasShown && hasComing) {
            swap();
        }
        if (!hasShown) {
            throw video.bad("has no frames that can be decoded");
        }
        return colors.picture(shown, video);
    }

    /** Decodes until the next frame comes after a time. */
    private void advance(double limit) {
        while (true) {
            if (!hasComing) {
                hasComing = decode(coming);
                if (!hasComing) {
                    return;
                }
                comingAt = time(coming);
            }
            if (comingAt > limit) {
                return;
            }
            swap();
        }
    }

    /**
     * When a frame is shown. Some containers tell it of few frames, or the same of two; each then
     * follows the one before it. Of one that follows none it can't be known where it stands, so it
     * counts as late: then the way there is taken from the beginning.
     */
    private double time(AVFrame frame) {
        double told = video.seconds(frame);
        double following = hasShown ? shownAt + 1 / video.fps() : 0;
        if (hasShown && !(told > shownAt)) {
            return following;
        }
        if (Double.isNaN(told)) {
            return sought && !hasShown ? Double.MAX_VALUE : following;
        }
        return told;
    }

    private void swap() {
        AVFrame old = shown;
        shown = coming;
        coming = old;
        av_frame_unref(coming);
        shownAt = comingAt;
        hasShown = true;
        hasComing = false;
    }

    /** Goes to the key frame before a time. */
    private void go(double seconds) {
        long time = video.timestamp(seconds);
        boolean early = seconds <= NEAR_SECONDS;
        if (early
                || av_seek_frame(video.format(), video.stream(), time, AVSEEK_FLAG_BACKWARD) < 0) {
            restart();
            return;
        }
        avcodec_flush_buffers(video.codec());
        forget();
        sought = true;
    }

    private void restart() {
        VideoFile file = video.file();
        video.close();
        video = OpenVideo.open(file);
        forget();
    }

    private void forget() {
        av_frame_unref(shown);
        av_frame_unref(coming);
        hasShown = false;
        hasComing = false;
        drained = false;
        sought = false;
    }

    /** The next frame; false at the end. */
    private boolean decode(AVFrame frame) {
        while (true) {
            int code = avcodec_receive_frame(video.codec(), frame);
            if (code >= 0) {
                return true;
            }
            boolean wantsMore = code == AVERROR_EAGAIN();
            if (code == AVERROR_EOF || wantsMore && drained) {
                return false;
            }
            if (!wantsMore) {
                throw video.bad("can't be decoded: " + OpenVideo.told(code));
            }
            send();
        }
    }

    /** Gives the decoder the next packet of the video, or tells it that there is none. */
    private void send() {
        if (av_read_frame(video.format(), packet) < 0) {
            avcodec_send_packet(video.codec(), (AVPacket) null);
            drained = true;
            return;
        }
        try {
            if (packet.stream_index() == video.stream()) {
                // A damaged packet costs its frame; whether any is left shows when one is wanted.
                avcodec_send_packet(video.codec(), packet);
            }
        } finally {
            av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        av_frame_free(shown);
        av_frame_free(coming);
        av_packet_free(packet);
        colors.close();
        video.close();
    }
}
