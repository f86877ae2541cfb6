package dev.imago.plugins.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * A video whose frame i is a grey of luma {@code 16 + step × i}, its left half darker by 10.
 *
 * @param codec FFmpeg's id
 * @param fps frames a second
 * @param frames how many
 * @param step of luma from frame to frame
 * @param gop frames from one key frame to the next
 * @param bFrames that lean on frames after them
 * @param degrees to turn it to the right when it is shown
 */
record TestVideo(int codec, int fps, int frames, int step, int gop, int bFrames, int degrees) {
    static final int WIDTH = 32;
    static final int HEIGHT = 16;

    /** The red of the right half of a frame, within a few. */
    int red(long frame) {
        return (int) Math.round(step * frame * 255 / 219.0);
    }

    Path write(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        ok(avformat_alloc_output_context2(format, (AVOutputFormat) null, null, file.toString()));
        AVCodec encoder = avcodec_find_encoder(codec);
        AVStream stream = avformat_new_stream(format, null);
        AVCodecContext context = avcodec_alloc_context3(encoder);
        AVRational tick = new AVRational().num(1).den(fps);
        context.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P).time_base(tick);
        context.framerate(new AVRational().num(fps).den(1)).gop_size(gop).max_b_frames(bFrames);
        context.bit_rate(2_000_000);
        ok(avcodec_open2(context, encoder, (AVDictionary) null));
        ok(avcodec_parameters_from_context(stream.codecpar(), context));
        stream.time_base(tick).avg_frame_rate(context.framerate());
        if (degrees != 0) {
            turn(stream);
        }
        AVIOContext out = new AVIOContext(null);
        ok(avio_open(out, file.toString(), AVIO_FLAG_WRITE));
        format.pb(out);
        ok(avformat_write_header(format, (AVDictionary) null));
        encode(context, format, stream);
        ok(av_write_trailer(format));
        avio_closep(out);
        avcodec_free_context(context);
        avformat_free_context(format);
        return file;
    }

    private void encode(AVCodecContext context, AVFormatContext format, AVStream stream) {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(WIDTH);
        frame.height(HEIGHT);
        ok(av_frame_get_buffer(frame, 0));
        AVPacket packet = av_packet_alloc();
        for (int i = 0; i <= frames; i++) {
            if (i < frames) {
                ok(av_frame_make_writable(frame));
                paint(frame, 16 + step * i);
                frame.pts(i);
            }
            ok(avcodec_send_frame(context, i < frames ? frame : null));
            while (avcodec_receive_packet(context, packet) >= 0) {
                packet.stream_index(0);
                packet.duration(1);
                av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
                ok(av_interleaved_write_frame(format, packet));
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
    }

    private static void paint(AVFrame frame, int luma) {
        for (int y = 0; y < HEIGHT; y++) {
            BytePointer line = frame.data(0).position((long) y * frame.linesize(0));
            for (int x = 0; x < WIDTH; x++) {
                line.put(x, (byte) (x < WIDTH / 2 ? Math.max(16, luma - 10) : luma));
            }
        }
        for (int plane = 1; plane <= 2; plane++) {
            for (int y = 0; y < HEIGHT / 2; y++) {
                BytePointer line = frame.data(plane).position((long) y * frame.linesize(plane));
                for (int x = 0; x < WIDTH / 2; x++) {
                    line.put(x, (byte) 128);
                }
            }
        }
    }

    private void turn(AVStream stream) {
        AVPacketSideData all = new AVPacketSideData(null);
        IntPointer count = new IntPointer(1).put(0);
        AVPacketSideData matrix =
                av_packet_side_data_new(all, count, AV_PKT_DATA_DISPLAYMATRIX, 36, 0);
        av_display_rotation_set(new IntPointer(matrix.data()), degrees);
        stream.codecpar().coded_side_data(all);
        stream.codecpar().nb_coded_side_data(count.get());
    }

    private static void ok(int code) {
        assertThat(code).as(OpenVideo.told(code)).isGreaterThanOrEqualTo(0);
    }
}
