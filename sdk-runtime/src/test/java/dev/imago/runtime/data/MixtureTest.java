package dev.imago.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureTest {
    @TempDir Path folder;

    @Test
    void each_lane_brings_every_sample_before_one_comes_again() {
        Mixture mixture = mixture(7, 0, TinyData.lane("a", 10, 2), TinyData.lane("b", 7, 1));
        List<String> a = new ArrayList<>();
        for (long position = 0; position < 30; position++) {
            Drawn drawn = mixture.draw(position);
            if (drawn.task().equals("a")) {
                assertThat(drawn.epoch()).isEqualTo(a.size() / 10);
                a.add(drawn.sampleId());
            }
        }
        assertThat(a).hasSize(20);
        assertThat(new HashSet<>(a.subList(0, 10))).hasSize(10);
        assertThat(new HashSet<>(a.subList(10, 20))).hasSize(10);
        assertThat(a.subList(0, 10)).isNotEqualTo(a.subList(10, 20));
    }

    @Test
    void any_order_of_asking_brings_the_same() {
        Lane<?>[] lanes = {TinyData.lane("a", 10, 0.7), TinyData.lane("b", 3, 0.3)};
        List<Long> positions = new ArrayList<>(LongStream.range(0, 500).boxed().toList());
        List<Drawn> inOrder = positions.stream().map(mixture(7, 0, lanes)::draw).toList();
        Collections.shuffle(positions, new java.util.Random(1));
        Mixture again = mixture(7, 0, lanes);
        positions.parallelStream()
                .forEach(p -> assertThat(again.draw(p)).isEqualTo(inOrder.get(p.intValue())));
    }

    @Test
    void another_seed_brings_another_order() {
        Lane<?> lane = TinyData.lane("a", 50, 1);
        assertThat(ids(mixture(1, 0, lane), 50)).isNotEqualTo(ids(mixture(2, 0, lane), 50));
    }

    @Test
    void phrasing_differs_by_epoch_and_sample() {
        Mixture mixture = mixture(7, 0, TinyData.lane("a", 5, 1));
        HashSet<String> answers = new HashSet<>();
        for (long position = 0; position < 20; position++) {
            answers.add(mixture.draw(position).conversation().turns().get(1).text());
        }
        assertThat(answers).hasSize(20);
    }

    @Test
    void the_next_of_the_shuffle_stands_in_for_a_bad_sample() throws Exception {
        Lane<?> whole = TinyData.lane("a", 200, 1);
        Lane<?> broken = TinyData.lane("a", 200, 1, 13L, 77L);
        List<String> expected = ids(mixture(7, 0.02, whole), 201);
        List<String> actual = ids(mixture(7, 0.02, broken), 200);
        for (int i = 0; i < 199; i++) {
            boolean bad = expected.get(i).equals("a13") || expected.get(i).equals("a77");
            assertThat(actual.get(i)).isEqualTo(expected.get(bad ? i + 1 : i));
        }
        List<String> listed = Files.readAllLines(folder.resolve("skipped.jsonl"));
        assertThat(listed).hasSize(2).allMatch(line -> line.contains("\"reason\":\"BAD_SAMPLE\""));
        assertThat(String.join("", listed)).contains("\"id\":\"a13\"", "\"id\":\"a77\"");
    }

    @Test
    void what_is_made_of_a_sample_may_fail_too() {
        Mixture mixture = mixture(7, 0.5, TinyData.lane("a", 10, 1));
        String first = mixture.draw(0).sampleId();
        String second = mixture.draw(1).sampleId();
        String made =
                mixture.draw(
                        0,
                        drawn -> {
                            if (drawn.sampleId().equals(first)) {
                                throw new ImagoException(ErrorCode.BAD_IMAGE, "x.png", "is torn");
                            }
                            return drawn.sampleId();
                        });
        assertThat(made).isEqualTo(second);
    }

    @Test
    void too_many_bad_samples_stop_the_run_also_when_it_goes_on() {
        Long[] bad = LongStream.range(0, 30).boxed().toArray(Long[]::new);
        Lane<?> lane = TinyData.lane("a", 1000, 1, bad);
        assertThatThrownBy(() -> ids(mixture(7, 0.01, lane), 1000))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("TOO_MANY_BAD_SAMPLES")
                .hasMessageContaining("11 samples can't be used, more than the 10")
                .hasMessageContaining("skipped.jsonl");
        assertThatThrownBy(() -> ids(mixture(7, 0.01, lane), 1000))
                .hasMessageContaining("TOO_MANY_BAD_SAMPLES");
    }

    @Test
    void bad_samples_of_one_id_count_each() {
        Samples<Dialogue> all =
                new Samples<>() {
                    @Override
                    public long size() {
                        return 1000;
                    }

                    @Override
                    public Dialogue get(long index) {
                        throw new ImagoException(ErrorCode.BAD_SAMPLE, "x" + index, "is broken");
                    }

                    @Override
                    public String id(long index) {
                        return "same";
                    }
                };
        Lane<Dialogue> good = TinyData.lane("a", 1, 1);
        Lane<Dialogue> lane = new Lane<>("a", "a", good.formatter(), all, 1);
        assertThatThrownBy(() -> mixture(7, 0.01, lane).draw(0))
                .hasMessageContaining("11 samples can't be used, more than the 10");
    }

    @Test
    void a_sample_of_a_part_of_a_source_is_known_by_its_place_in_the_source() throws Exception {
        Long[] bad = LongStream.range(0, 400).boxed().toArray(Long[]::new);
        Lane<?> lane = TinyData.lane("a", 400, 1, bad);
        for (long most : new long[] {3, 5}) {
            assertThatThrownBy(() -> mixture(7, 1, lane.capped(most, 1)).draw(0))
                    .hasMessageContaining("none of its");
        }
        List<String> listed = Files.readAllLines(folder.resolve("skipped.jsonl"));
        assertThat(listed).hasSize(5).doesNotHaveDuplicates();
        assertThat(listed).allMatch(line -> line.matches(".*\"index\":(\\d+),\"id\":\"a\\1\".*"));
    }

    @Test
    void a_rate_of_nothing_stops_at_the_first() {
        Mixture mixture = mixture(7, 0, TinyData.lane("a", 2, 1, 0L, 1L));
        assertThatThrownBy(() -> mixture.draw(0)).hasMessageContaining("TOO_MANY_BAD_SAMPLES");
    }

    @Test
    void a_lane_of_nothing_but_bad_samples_ends() {
        Mixture mixture =
                mixture(7, 0.9, TinyData.lane("a", 2, 1, 0L, 1L), TinyData.lane("b", 500, 1));
        assertThatThrownBy(() -> ids(mixture, 2)).hasMessageContaining("none of its 2 samples");
    }

    @Test
    void other_failures_are_no_bad_samples() {
        Mixture mixture = mixture(7, 0.5, TinyData.lane("a", 10, 1));
        assertThatThrownBy(
                        () ->
                                mixture.draw(
                                        0,
                                        drawn -> {
                                            throw new ImagoException(ErrorCode.DISK, "is full");
                                        }))
                .hasMessageContaining("DISK");
    }

    @Test
    void a_sample_that_was_shortened_is_listed_once_and_not_held_against_the_rate()
            throws Exception {
        Lane<?> lane = TinyData.lane("a", 2, 1);
        Path file = folder.resolve("skipped.jsonl");
        BadSamples bad = new BadSamples(0, List.of(lane), file);
        Mixture mixture = new Mixture(List.of(lane), 7, bad);
        Set<Shortening> lost = EnumSet.of(Shortening.TURNS_DROPPED, Shortening.IMAGES_DROPPED);
        for (int position = 0; position < 6; position++) {
            mixture.shortened(mixture.draw(position), lost, "has 9 positions");
        }
        assertThat(bad.count()).isZero();
        assertThat(bad.shortened()).isEqualTo(2);
        assertThat(file).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve("shortened.jsonl")))
                .hasSize(2)
                .allMatch(line -> line.contains("TOO_LONG") && line.contains("9 positions"));
        Map<String, Long> counted = Map.of("TURNS_DROPPED", 2L, "IMAGES_DROPPED", 2L);
        assertThat(bad.shortenings()).isEqualTo(counted);
        assertThat(new BadSamples(0, List.of(lane), file).shortenings())
                .as("in a run that goes on")
                .isEqualTo(counted);
    }

    @Test
    void a_torn_list_of_skipped_samples_is_mended() throws Exception {
        Lane<?> lane = TinyData.lane("a", 200, 1, 13L);
        ids(mixture(7, 0.02, lane), 200);
        Path file = folder.resolve("skipped.jsonl");
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"data\":\"a\",\"i");
        BadSamples bad = new BadSamples(0.02, List.of(lane), file);
        assertThat(bad.reasons()).isEqualTo(Map.of("BAD_SAMPLE", 1L));
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    @Test
    void another_mixture_s_bad_samples_do_not_count() {
        ids(mixture(7, 0.02, TinyData.lane("a", 200, 1, 13L, 14L)), 200);
        Lane<?> other = TinyData.lane("b", 200, 1, 3L, 4L);
        ids(mixture(7, 0.01, other), 200);
        BadSamples bad = new BadSamples(0.01, List.of(other), folder.resolve("skipped.jsonl"));
        assertThat(bad.count()).isEqualTo(2);
    }

    @Test
    void samples_of_a_task_are_joined() {
        Mixture mixture = mixture(7, 0, TinyData.lane("a", 3, 1), TinyData.lane("b", 2, 1));
        assertThat(mixture.samples("a", Dialogue.class).size()).isEqualTo(3);
        assertThat(mixture.samples("b", Dialogue.class).get(1).id()).isEqualTo("b1");
        assertThatThrownBy(() -> mixture.samples("c", Dialogue.class))
                .hasMessageContaining("It has: a, b.");
    }

    private Mixture mixture(long seed, double rate, Lane<?>... lanes) {
        BadSamples bad = new BadSamples(rate, List.of(lanes), folder.resolve("skipped.jsonl"));
        return new Mixture(List.of(lanes), seed, bad);
    }

    private static List<String> ids(Mixture mixture, int count) {
        return LongStream.range(0, count).mapToObj(p -> mixture.draw(p).sampleId()).toList();
    }
}
