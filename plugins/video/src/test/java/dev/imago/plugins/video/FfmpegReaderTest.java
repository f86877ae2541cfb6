package dev.imago.plugins.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.VideoFile;
import dev.imago.api.data.VideoReader;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegReaderTest {
    private static final int SHADE = 3;

    @TempDir Path folder;
    private final VideoReader reader = new FfmpegReader(new FfmpegConfig());

    private static TestVideo mpeg4(int fps, int frames, int gop, int bFrames) {
        return new TestVideo(avcodec.AV_CODEC_ID_MPEG4, fps, frames, 4, gop, bFrames, 0);
    }

    @ParameterizedTest
    @CsvSource({"mp4, 12, 2", "mkv, 12, 2", "avi, 1, 0", "mov, 50, 0", "mpg, 12, 0"})
    void frames_are_those_of_the_file_in_any_order(String ending, int gop, int bFrames) {
        boolean mpeg = ending.equals("mpg");
        TestVideo made =
                mpeg
                        ? new TestVideo(avcodec.AV_CODEC_ID_MPEG2VIDEO, 25, 50, 4, gop, bFrames, 0)
                        : mpeg4(10, 50, gop, bFrames);
        Part.Video video = read(made.write(folder.resolve("a." + ending)), 0);

        assertThat(video.frames()).hasSize(50);
        assertThat(video.secondsApart()).isEqualTo(mpeg ? 1 / 25.0 : 0.1, within(1e-9));
        assertThat(IntStream.range(0, 50).mapToObj(i -> red(video, i)))
                .as("in order")
                .allSatisfy(shade -> assertThat(shade).isNotNegative());
        for (int i = 0; i < 50; i++) {
            assertThat(red(video, i)).as("frame %d", i).isCloseTo(made.red(i), within(SHADE));
        }
        for (int i : new Random(1).ints(40, 0, 50).toArray()) {
            assertThat(red(video, i)).as("frame %d", i).isCloseTo(made.red(i), within(SHADE));
        }
    }

    @Test
    void frames_are_taken_at_a_lower_rate_from_the_first_on() {
        TestVideo made = mpeg4(10, 45, 12, 2);
        Path file = made.write(folder.resolve("a.mp4"));

        Part.Video each = read(file, 1);
        assertThat(each.secondsApart()).isEqualTo(1);
        assertThat(each.frames()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(red(each, i)).isCloseTo(made.red(10L * i), within(SHADE));
        }
        assertThat(read(file, 4).frames()).hasSize(18);
        assertThat(read(file, 100).frames()).as("no more than there are").hasSize(45);
    }

    @Test
    void ids_name_file_and_time() {
        Path file = mpeg4(10, 5, 12, 0).write(folder.resolve("a.mp4"));
        assertThat(read(file, 0).frames())
                .extracting(ImageSource::id)
                .containsExactly(
                        file + "#t=0.0000",
                        file + "#t=0.1000",
                        file + "#t=0.2000",
                        file + "#t=0.3000",
                        file + "#t=0.4000");
    }

    @Test
    void a_video_may_be_a_part_of_a_file() throws IOException {
        TestVideo made = mpeg4(10, 20, 12, 2);
        byte[] bytes = Files.readAllBytes(made.write(folder.resolve("a.mp4")));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.writeBytes(new byte[777]);
        archive.writeBytes(bytes);
        archive.writeBytes(new byte[500]);
        Path file = Files.write(folder.resolve("archive.tar"), archive.toByteArray());

        Part.Video video = reader.read(new VideoFile("x!a", file, 777, bytes.length), 0);
        assertThat(video.frames()).hasSize(20);
        assertThat(video.frames().get(3).id()).isEqualTo("x!a#t=0.3000");
        assertThat(red(video, 13)).isCloseTo(made.red(13), within(SHADE));
    }

    @Test
    void a_video_is_turned_as_the_camera_was_held() {
        TestVideo made = new TestVideo(avcodec.AV_CODEC_ID_MPEG4, 10, 3, 80, 12, 0, 90);
        Picture upright = read(made.write(folder.resolve("a.mp4")), 0).frames().get(1).load();
        assertThat(upright.width()).isEqualTo(TestVideo.HEIGHT);
        assertThat(upright.height()).isEqualTo(TestVideo.WIDTH);
        int top = upright.at(8, 4, 0);
        int bottom = upright.at(8, 28, 0);
        assertThat(bottom - top).as("its darker left half is above").isBetween(5, 20);
    }

    @Test
    void several_threads_read_one_video_and_many() {
        TestVideo made = mpeg4(10, 40, 12, 2);
        List<Part.Video> videos =
                IntStream.range(0, 6)
                        .mapToObj(i -> read(made.write(folder.resolve(i + ".mp4")), 0))
                        .toList();
        List<Integer> shades =
                IntStream.range(0, 240)
                        .parallel()
                        .mapToObj(i -> red(videos.get(i % 6), i * 7 % 40))
                        .toList();
        for (int i = 0; i < 240; i++) {
            assertThat(shades.get(i)).isCloseTo(made.red(i * 7L % 40), within(SHADE));
        }
    }

    @Test
    void what_is_no_video_is_told() throws IOException {
        assertBad(Files.writeString(folder.resolve("a.mp4"), "no video"), "is no video");
        assertBad(Files.write(folder.resolve("b.mp4"), new byte[0]), "is no video");
        byte[] whole = Files.readAllBytes(mpeg4(10, 40, 12, 0).write(folder.resolve("c.mp4")));
        assertBad(
                Files.write(folder.resolve("d.mp4"), Arrays.copyOf(whole, whole.length / 2)),
                "is no video");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.mp4\n",
                "ffconcat version 1.0\nfile a.mp4\n"
            })
    void a_list_that_leads_to_other_files_is_no_video(String list) throws IOException {
        mpeg4(10, 20, 12, 0).write(folder.resolve("a.mp4"));
        assertBad(Files.writeString(folder.resolve("list.m3u8"), list), "is no video");
    }

    @Test
    void a_video_without_frames_is_told() throws IOException {
        Path silent = folder.resolve("sound.avi");
        Files.write(silent, SoundFile.avi());
        assertBad(silent, "no frames");
    }

    private void assertBad(Path file, String message) {
        assertThatThrownBy(() -> read(file, 0))
                .isInstanceOfSatisfying(
                        ImagoException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.BAD_VIDEO))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private Part.Video read(Path file, double fps) {
        return reader.read(VideoFile.of(file), fps);
    }

    private static int red(Part.Video video, int frame) {
        Picture picture = video.frames().get(frame).load();
        return picture.at(picture.width() - 4, picture.height() - 4, 0);
    }
}
