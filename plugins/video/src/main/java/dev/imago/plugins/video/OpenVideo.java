package dev.imago.plugins.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import dev.imago.api.data.VideoFile;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A video with its container, its picture track and the codec of that. For one thread at a time.
 */
final class OpenVideo implements AutoCloseable {
    /** Playlists and the like, which lead to other files and addresses, are not among them. */
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mpeg,mpegts,mpegvideo,flv,asf,ogg,nut,"
                    + "ivf,apng,rm,h264,hevc,av1";

    private static final double USUAL_FPS = 25;

    private final VideoFile file;
    private final AVFormatContext format;
    private int stream = -1;
    private AVCodecContext codec;

    private OpenVideo(VideoFile file, AVFormatContext format) {
        this.file = file;
        this.format = format;
    }

    static OpenVideo open(VideoFile file) {
        av_log_set_level(AV_LOG_QUIET);
        AVFormatContext format = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        try {
            av_dict_set(options, "protocol_whitelist", "file,subfile", 0);
            av_dict_set(options, "format_whitelist", CONTAINERS, 0);
            int code = avformat_open_input(format, address(file), null, options);
            if (code < 0) {
                throw bad(file, "is no video that can be read: " + told(code));
            }
        } finally {
            av_dict_free(options);
        }
        OpenVideo video = new OpenVideo(file, format);
        boolean whole = false;
        try {
            video.openCodec();
            whole = true;
            return video;
        } finally {
            if (!whole) {
                video.close();
            }
        }
    }

    private static String address(VideoFile file) {
        String path = file.file().toAbsolutePath().toString();
        return file.isWhole()
                ? "file:" + path
                : "subfile,,start,%d,end,%d,,:%s"
                        .formatted(file.start(), file.start() + file.length(), path);
    }

    private void openCodec() {
        int code = avformat_find_stream_info(format, (PointerPointer<?>) null);
        if (code < 0) {
            throw bad("is no video that can be read: " + told(code));
        }
        stream =
                av_find_best_stream(
                        format, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
        if (stream < 0) {
            throw bad("has no picture track, so it has no frames");
        }
        AVCodecParameters parameters = track().codecpar();
        AVCodec decoder = avcodec_find_decoder(parameters.codec_id());
        if (decoder == null || decoder.isNull()) {
            throw bad("is encoded in a way that FFmpeg here does not know");
        }
        codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, parameters);
        codec.thread_count(1);
        code = avcodec_open2(codec, decoder, (AVDictionary) null);
        if (code < 0) {
            throw bad("can't be decoded: " + told(code));
        }
    }

    VideoFile file() {
        return file;
    }

    AVFormatContext format() {
        return format;
    }

    AVCodecContext codec() {
        return codec;
    }

    int stream() {
        return stream;
    }

    /** Length, rate and number of frames; where the header does not tell, by going through. */
    VideoFacts facts() {
        double fps = fps();
        double seconds = 0;
        if (track().duration() != AV_NOPTS_VALUE && track().duration() > 0) {
            seconds = track().duration() * timeBase();
        } else if (format.duration() != AV_NOPTS_VALUE && format.duration() > 0) {
            seconds = format.duration() / (double) AV_TIME_BASE;
        }
        long frames = track().nb_frames();
        boolean guessed = format.duration_estimation_method() != AVFMT_DURATION_FROM_STREAM;
        boolean counted = seconds <= 0 || frames <= 0 && guessed;
        if (counted) {
            PacketCount count = count();
            frames = count.packets();
            seconds = Math.max(count.seconds(), frames / fps);
        }
        if (frames <= 0) {
            frames = Math.round(seconds * fps);
        }
        if (frames < 1) {
            throw bad("has no frames");
        }
        return new VideoFacts(seconds, fps, frames, counted);
    }

    private record PacketCount(long packets, double seconds) {}

    private PacketCount count() {
        AVPacket packet = av_packet_alloc();
        long packets = 0;
        double seconds = 0;
        try {
            while (av_read_frame(format, packet) >= 0) {
                if (packet.stream_index() == stream) {
                    packets++;
                    if (packet.pts() != AV_NOPTS_VALUE) {
                        double end = (packet.pts() - first() + packet.duration()) * timeBase();
                        seconds = Math.max(seconds, end);
                    }
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return new PacketCount(packets, seconds);
    }

    /** Frames a second, on average. */
    double fps() {
        double average = av_q2d(track().avg_frame_rate());
        double fps = average > 0 ? average : av_q2d(track().r_frame_rate());
        return fps > 0 && Double.isFinite(fps) ? fps : USUAL_FPS;
    }

    /** When a frame is shown, from the beginning; NaN where it does not tell. */
    double seconds(AVFrame frame) {
        long time = frame.best_effort_timestamp();
        return time == AV_NOPTS_VALUE ? Double.NaN : (time - first()) * timeBase();
    }

    long timestamp(double seconds) {
        return first() + (long) Math.floor(seconds / timeBase());
    }

    /**
     * By how many quarters to the right the picture is to be turned: cameras say how they were
     * held.
     */
    int quarterTurns() {
        AVCodecParameters parameters = track().codecpar();
        if (parameters.nb_coded_side_data() == 0) {
            return 0;
        }
        AVPacketSideData matrix =
                av_packet_side_data_get(
                        parameters.coded_side_data(),
                        parameters.nb_coded_side_data(),
                        AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull()) {
            return 0;
        }
        double left = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(left) ? 0 : Math.floorMod(Math.round(-left / 90), 4);
    }

    ImagoException bad(String message) {
        return bad(file, message);
    }

    private static ImagoException bad(VideoFile file, String message) {
        return new ImagoException(ErrorCode.BAD_VIDEO, file.id(), message);
    }

    /** What FFmpeg says of a code. */
    static String told(int code) {
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private AVStream track() {
        return format.streams(stream);
    }

    private double timeBase() {
        return av_q2d(track().time_base());
    }

    private long first() {
        long start = track().start_time();
        return start == AV_NOPTS_VALUE ? 0 : start;
    }

    @Override
    public void close() {
        if (codec != null) {
            avcodec_free_context(codec);
        }
        avformat_close_input(format);
    }
}
