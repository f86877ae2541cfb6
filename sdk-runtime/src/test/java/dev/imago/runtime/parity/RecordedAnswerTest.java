package dev.imago.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start mark 8, end mark 9, stop id 2, two visual tokens an image. */
class RecordedAnswerTest {
    @TempDir private Path folder;

    private RecordedAnswer answer(String ids, int visual, boolean lastInPicture, int lastArgmax)
            throws IOException {
        Files.writeString(
                folder.resolve("case.json"),
                String.format(
                        "{\"ids\": {\"image_start\": 8, \"image_end\": 9, \"eos\": [2]},"
                                + " \"expected\": {\"output_ids\": %s, \"image_embed_shape\": [%d],"
                                + " \"steps\": [{\"image_mode\": %s, \"argmax\": %d}]}}",
                        ids, visual, lastInPicture, lastArgmax));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                Ops ops = new Ops(manager);
                ParityCase recorded = ParityCase.open(folder, ops, manager)) {
            return RecordedAnswer.of(recorded, 2);
        }
    }

    @Test
    void closed_pictures_and_a_stop_id_are_comparable_to_the_end() throws IOException {
        RecordedAnswer answer = answer("[5, 8, 9, 8, 9, 2]", 4, false, 2);
        assertThat(answer.deviations()).isEmpty();
        assertThat(answer.comparableIds()).isEqualTo(6);
        assertThat(answer.comparableTokens()).isEqualTo(4);
    }

    @Test
    void a_second_start_mark_before_the_end_mark_ends_what_is_comparable() throws IOException {
        RecordedAnswer answer = answer("[8, 5, 8, 6, 7]", 2, false, 7);
        assertThat(answer.deviations()).containsExactly("second_start_before_end");
        assertThat(answer.comparableIds()).isEqualTo(3);
        assertThat(answer.comparableTokens()).isEqualTo(2);
    }

    @Test
    void a_stop_id_in_picture_mode_is_recognised_by_the_last_step() throws IOException {
        assertThat(answer("[5, 8]", 1, true, 2).deviations())
                .containsExactly("stop_id_inside_picture");
        assertThat(answer("[5, 8]", 1, true, 3).deviations()).isEmpty();
    }
}
