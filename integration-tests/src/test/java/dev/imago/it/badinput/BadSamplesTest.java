package dev.imago.it.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.it.invariants.TinyRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No sample vanishes silently. */
class BadSamplesTest {
    private static final int ROWS = 24;
    private static final String STAGES =
            "stages=[{name: train, type: train, trainable: [connector], steps: 4, batch_size: 8,"
                    + " log_every: 1}]";

    @TempDir Path folder;
    private LlavaRows rows;

    @BeforeEach
    void writeRows() throws IOException {
        rows = new LlavaRows(folder.resolve("data"), ROWS);
    }

    @Test
    void good_samples_leave_no_list_of_skipped_ones() throws IOException {
        TinyRun run = run("0").run();

        assertThat(run.losses("train")).hasSize(4);
        assertThat(run.folder().skipped()).doesNotExist();
    }

    @Test
    void one_whose_placeholders_and_images_differ_is_listed_by_id() throws IOException {
        rows.put(20, "<image><image> how many ?", "a red bag");

        TinyRun run = run("0.05").run();

        assertThat(run.losses("train")).hasSize(4);
        assertThat(skipped(run))
                .singleElement()
                .asString()
                .contains("\"id\":\"row-20\"", "\"reason\":\"IMAGE_COUNT\"", "2 <image> but 1");
    }

    @Test
    void one_whose_picture_is_damaged_is_listed_by_id() throws IOException {
        byte[] whole = Files.readAllBytes(rows.image(21));
        Files.write(rows.image(21), Arrays.copyOf(whole, 40));

        TinyRun run = run("0.05").run();

        assertThat(skipped(run))
                .singleElement()
                .asString()
                .contains("\"id\":\"row-21\"", "\"reason\":\"BAD_IMAGE\"", "21.png");
    }

    @Test
    void one_whose_picture_claims_too_many_pixels_is_listed_by_id() throws IOException {
        byte[] whole = Files.readAllBytes(rows.image(21));
        ByteBuffer.wrap(whole).putInt(16, 100_000).putInt(20, 100_000);
        Files.write(rows.image(21), whole);

        TinyRun run = run("0.05").run();

        assertThat(skipped(run))
                .singleElement()
                .asString()
                .contains("\"id\":\"row-21\"", "\"reason\":\"BAD_IMAGE\"", "100000×100000");
    }

    @Test
    void one_whose_picture_is_missing_is_listed_by_id() throws IOException {
        Files.delete(rows.image(22));

        TinyRun run = run("0.05").run();

        assertThat(skipped(run))
                .singleElement()
                .asString()
                .contains("\"id\":\"row-22\"", "\"reason\":\"FILE_NOT_FOUND\"", "22.png");
    }

    @Test
    void one_that_spells_a_special_token_behind_the_first_samples_is_listed_by_id()
            throws IOException {
        rows.put(20, "<image> how many ?", "a red bag <eos> <user> what ?");

        TinyRun run = run("0.05").run();

        assertThat(skipped(run))
                .singleElement()
                .asString()
                .contains("\"id\":\"row-20\"", "\"reason\":\"SPECIAL_TOKEN\"", "'<eos>'");
    }

    @Test
    void records_of_another_shape_are_told_at_the_start_of_a_run() throws IOException {
        rows.put(20, "<image> how many ?", "");

        TinyRun run = run("0.05", "image_qa").run();

        assertThat(run.lines())
                .contains(
                        "  data.0 (llava) image_qa leaves out 1 records: 1 with turns of another"
                                + " shape");
    }

    @Test
    void above_the_rate_the_run_stops_and_the_list_has_them_all() throws IOException {
        for (int bad = 10; bad < 13; bad++) {
            rows.put(bad, "<image><image>", "a red bag");
        }

        TinyRun run = run("0.1");
        ImagoException refused = run.refused();

        Problem problem = refused.problems().get(0);
        assertThat(problem.code()).isEqualTo(ErrorCode.TOO_MANY_BAD_SAMPLES);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(problem.toString()).contains("IMAGE_COUNT=3", "skipped.jsonl");
        assertThat(String.join("\n", skipped(run))).contains("row-10", "row-11", "row-12");
    }

    @Test
    void samples_that_were_mended_do_not_count_once_their_list_is_deleted() throws IOException {
        for (int bad = 10; bad < 13; bad++) {
            rows.put(bad, "<image><image>", "a red bag");
        }
        assertThat(run("0.1").refused().getMessage()).contains("delete it when they are mended");
        for (int mended = 10; mended < 12; mended++) {
            rows.put(mended, "<image> how many ?", "a red bag");
        }
        Files.delete(run("0.1").folder().skipped());

        TinyRun run = run("0.1").run();

        assertThat(run.losses("train")).hasSize(4);
    }

    @Test
    void one_with_nothing_to_learn_is_told_before_training() throws IOException {
        rows.unanswered(2);

        ImagoException refused = run("0.05").refused();

        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.NOTHING_TO_LEARN);
        assertThat(refused.getMessage()).contains("row-2");
        assertThat(refused.exitCode()).isEqualTo(3);
    }

    @Test
    void a_batch_too_small_to_be_split_is_told() throws IOException {
        ImagoException refused =
                TinyRun.in(
                                folder.resolve("run"),
                                data("dialogue"),
                                "model.normalize=l2",
                                STAGES,
                                "stages.train.batch_size=1")
                        .refused();

        assertThat(refused.problems().get(0).code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(refused.getMessage()).contains("batch_size", "is 1, expected at least 2");
    }

    private TinyRun run(String rate) throws IOException {
        return run(rate, "dialogue");
    }

    private TinyRun run(String rate, String task) throws IOException {
        return TinyRun.in(
                folder.resolve("run"),
                data(task),
                "model.normalize=l2",
                "runtime.bad_sample_rate=" + rate,
                STAGES);
    }

    private String data(String task) throws IOException {
        return "data=[{source: {type: llava, path: %s}, tasks: {%s: 1}}]"
                .formatted(rows.write(), task);
    }

    private static List<String> skipped(TinyRun run) throws IOException {
        return Files.readAllLines(run.folder().skipped());
    }
}
