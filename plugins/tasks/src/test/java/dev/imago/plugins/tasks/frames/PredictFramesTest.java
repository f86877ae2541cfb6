package dev.imago.plugins.tasks.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.plugin.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictFramesTest {
    private static final int SEEDS = 60;
    private static final List<ImageSource> IMAGES =
            IntStream.range(0, 1000)
                    .mapToObj(i -> ImageSource.of("i" + i, new Picture(1, 1, new byte[3])))
                    .toList();

    @Test
    void intervals_are_of_the_range() {
        // 30 a second, 10 seconds: from 0.1 to 5 seconds.
        assertThat(range(301, 1 / 30.0)).isEqualTo(new IntervalRange(3, 150));
        // 10 a second: two frames are longer than 0.1 seconds.
        assertThat(range(101, 0.1)).isEqualTo(new IntervalRange(2, 50));
        // 50 seconds: 10 at the longest.
        assertThat(range(501, 0.1)).isEqualTo(new IntervalRange(2, 100));
        // Too short for two frames.
        assertThat(range(3, 0.5)).isEqualTo(new IntervalRange(1, 1));
        assertThat(range(2, 0.5)).isEqualTo(new IntervalRange(1, 1));
        assertThat(range(7, 0)).isEqualTo(new IntervalRange(1, 3));
        assertThat(range(5, 60)).isEqualTo(new IntervalRange(1, 1));
    }

    @Test
    void forward_and_backward_speak_the_interval() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Turn> forward = turns("forward", 61, 0.1, seed);
            int shown = images(forward.get(0)).get(0);
            int drawn = images(forward.get(1)).get(0);
            String spoken = new FrameInterval(drawn - shown, 0.1).words();
            assertThat(drawn - shown).isBetween(2, 30);
            assertThat(forward.get(0).text()).contains(spoken);
            List<Turn> backward = turns("backward", 61, 0.1, seed);
            assertThat(images(backward.get(0)).get(0))
                    .isGreaterThan(images(backward.get(1)).get(0));
        }
    }

    @Test
    void next_draws_what_follows_and_reverse_what_came_before() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Turn> next = turns("next", 20, 0.5, seed);
            evenly(joined(next), 1);
            assertThat(images(next.get(1))).hasSizeBetween(1, 4);
            assertThat(next.get(0).text()).contains(images(next.get(1)).size() + "");
            evenly(joined(turns("reverse", 20, 0.5, seed)), -1);
        }
    }

    @Test
    void gap_leaves_out_the_middle() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Turn> turns = turns("gap", 20, 0, seed);
            List<Integer> all = joined(turns);
            List<Integer> sorted = all.stream().sorted().toList();
            evenly(sorted, 1);
            List<Integer> drawn = images(turns.get(1));
            assertThat(drawn).doesNotContain(sorted.get(0), sorted.get(sorted.size() - 1));
            evenly(drawn, 1);
        }
    }

    @Test
    void alternating_takes_turns() {
        List<Turn> turns = turns("alternating", 21, 0, 5);
        evenly(joined(turns), 1);
        assertThat(turns).allMatch(turn -> images(turn).size() == 1);
        assertThat(turns.get(turns.size() - 1).role()).isEqualTo(Role.ASSISTANT);
        assertThat(turns.stream().filter(Turn::learned).count()).isEqualTo(turns.size() / 2);
        assertThat(turns.get(0).text()).isNotBlank();
        assertThat(turns.get(2).text()).isEmpty();
    }

    @Test
    void split_draws_the_second_half() {
        List<Turn> turns = turns("split", 21, 0, 3);
        evenly(joined(turns), 1);
        int shown = images(turns.get(0)).size();
        assertThat(shown - images(turns.get(1)).size()).isBetween(0, 1);
    }

    @Test
    void order_is_named_by_numbers() {
        PredictFramesFormatter formatter = formatter("order");
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Turn> turns = turns("order", 9, 0, seed);
            List<Integer> shown = images(turns.get(0));
            List<Integer> told = OrderedFrames.numbers(turns.get(1).text());
            List<Integer> right = told.stream().map(number -> shown.get(number - 1)).toList();
            evenly(right, 1);
            assertThat(shown).isNotEqualTo(right);
        }
        TaskItem item = formatter.items(video(9, 0)).get(0);
        String right = item.expected().text();
        assertThat(formatter.score(item, Turn.assistant("The order is " + right + ".")))
                .isEqualTo(1);
        assertThat(formatter.score(item, Turn.assistant("1"))).isZero();
        assertThat(formatter.parse(item.request(), Turn.assistant("3 then 1, 2")))
                .containsEntry("order", new Part.Text("3, 1, 2"));
    }

    @Test
    void intervals_differ() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Integer> frames = joined(turns("intervals", 4 + seed % 20, 0, seed));
            assertThat(frames).hasSize(3).isSorted();
            assertThat(frames.get(2) - frames.get(1)).isNotEqualTo(frames.get(1) - frames.get(0));
        }
    }

    @Test
    void at_most_so_many_frames_are_read() {
        for (String variant : FrameVariants.names()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                Conversation read =
                        formatter(variant).conversation(video(1000, 1 / 30.0), new Random(seed));
                assertThat(read.images()).as(variant).hasSizeBetween(1, 45);
            }
        }
    }

    @Test
    void variants_come_by_weight_and_only_where_they_fit() {
        PredictFramesFormatter formatter =
                new PredictFramesFormatter(
                        new PredictFramesConfig(
                                Map.of("forward", 1.0, "order", 3.0),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
        long ordered =
                IntStream.range(0, 400)
                        .mapToObj(i -> formatter.conversation(video(9, 0), new Random(i * 977L)))
                        .filter(conversation -> images(conversation.turns().get(1)).isEmpty())
                        .count();
        assertThat(ordered).isBetween(250L, 350L);
        assertThat(formatter.items(video(2, 0))).extracting(TaskItem::kind).containsOnly("forward");
        assertThatThrownBy(() -> formatter("intervals").items(video(3, 0)))
                .hasMessageContaining("sample v")
                .hasMessageContaining("has 3 frames, expected at least 4");
        assertThatThrownBy(() -> formatter.items(video(1, 0)))
                .hasMessageContaining("has 1 frames, expected at least 2");
    }

    @Test
    void phrasings_are_several_and_can_be_said_otherwise() {
        Set<String> ways = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            ways.add(turns("split", 9, 0, seed).get(0).text());
        }
        assertThat(ways).hasSizeGreaterThan(3);
        PredictFramesFormatter own =
                new PredictFramesFormatter(
                        new PredictFramesConfig(
                                Map.of("forward", 1.0),
                                null,
                                null,
                                null,
                                Map.of(
                                        "forward", List.of("what comes next"),
                                        "described", List.of("{description}")),
                                null,
                                null));
        FrameSequence told = new FrameSequence("v", video(2, 0).video(), "It moves.");
        assertThat(own.items(told).get(0).request().turns().get(0).text())
                .isEqualTo("\nIt moves. what comes next");
    }

    @Test
    void wrong_settings_are_told() {
        assertThatThrownBy(() -> config(Map.of("foward", 1.0), Map.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("foward")
                .hasMessageContaining("forward");
        assertThatThrownBy(() -> config(Map.of("next", 0.0), Map.of()))
                .hasMessageContaining("none with a weight above 0");
        assertThatThrownBy(() -> config(null, Map.of("nxt", List.of("on"))))
                .hasMessageContaining("section 'nxt'");
        assertThatThrownBy(() -> config(null, Map.of("next", List.of("{interval}"))))
                .hasMessageContaining("{count} alone");
    }

    @Test
    void requests_are_phrased() {
        assertThat(asked("2 s", 1)).isEqualTo("What does this look like 2 seconds later?");
        assertThat(asked("1 second before", 1))
                .isEqualTo("What did this look like 1 second earlier?");
        assertThat(asked("in 3 frames", 2)).isEqualTo("What does this look like 3 frames later?");
        assertThat(asked("", 1)).isEqualTo("What does this look like 1 second later?");
        assertThat(asked("", 3)).contains("Frames to draw: 1.");
        assertThat(asked("and then?", 3)).isEqualTo("and then?");
        assertThatThrownBy(() -> formatter("next").request(new TaskRequest("", List.of())))
                .hasMessageContaining("expected one or more frames");
    }

    @Test
    void drawings_are_counted() {
        PredictFramesFormatter formatter = formatter("split");
        TaskItem item = formatter.items(video(5, 1000)).get(0);
        assertThat(images(item.expected())).hasSize(2);
        Part one = new Part.Image(IMAGES.get(0));
        assertThat(formatter.score(item, Turn.assistant(one))).isEqualTo(0.5);
        assertThat(formatter.score(item, Turn.assistant(one, one, one, one))).isEqualTo(0.5);
        assertThat(formatter.parse(item.request(), Turn.assistant(one)))
                .containsEntry("frames", new Part.Video(List.of(IMAGES.get(0)), 0));
    }

    @Test
    void phrasings_can_be_added_section_by_section() {
        PredictFramesConfig config =
                new PredictFramesConfig(
                        Map.of("split", 1.0),
                        null,
                        null,
                        null,
                        Map.of("split", List.of("finish it"), "apart", List.of()),
                        null,
                        true);
        PredictFramesFormatter added = new PredictFramesFormatter(config);
        Set<String> ways = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation told = added.conversation(video(9, 1), new Random(seed * 977L));
            ways.add(told.turns().get(0).text().strip());
        }
        assertThat(ways).contains("finish it").hasSizeBetween(4, 5);
    }

    @Test
    void frames_can_come_last_where_they_are_shown_together() {
        PredictFramesConfig config =
                new PredictFramesConfig(
                        Map.of("next", 1.0, "gap", 1.0), null, null, true, null, null, null);
        PredictFramesFormatter last = new PredictFramesFormatter(config);
        List<TaskItem> items = last.items(video(6, 0));
        for (TaskItem item : items) {
            List<Part> parts = item.request().turns().get(0).parts();
            // A gap is spoken of between the frames before and after it.
            assertThat(parts.get(parts.size() - 1) instanceof Part.Video)
                    .isEqualTo(item.kind().equals("next"));
        }
        assertThat(items).extracting(TaskItem::kind).containsExactly("next", "gap");
        Conversation request =
                last.request(new TaskRequest("go on", List.of(new Part.Image(IMAGES.get(0)))));
        assertThat(request.turns())
                .containsExactly(
                        Turn.user(new Part.Text("go on\n"), new Part.Image(IMAGES.get(0))));
    }

    private static String asked(String prompt, int images) {
        List<Part> media = IMAGES.subList(0, images).stream().<Part>map(Part.Image::new).toList();
        Conversation request = formatter("next").request(new TaskRequest(prompt, media));
        return request.turns().get(0).text().strip();
    }

    private static PredictFramesConfig config(
            Map<String, Double> variants, Map<String, List<String>> phrasings) {
        return new PredictFramesConfig(variants, null, null, null, phrasings, null, null);
    }

    private static PredictFramesFormatter formatter(String variant) {
        return new PredictFramesFormatter(config(Map.of(variant, 1.0), Map.of()));
    }

    private static List<Turn> turns(String variant, int frames, double apart, int seed) {
        Random random = new Random(seed * 7919L);
        return formatter(variant).conversation(video(frames, apart), random).turns();
    }

    private static FrameSequence video(int frames, double apart) {
        return new FrameSequence("v", new Part.Video(IMAGES.subList(0, frames), apart), "");
    }

    private static IntervalRange range(int frames, double apart) {
        return IntervalRange.of(new Part.Video(IMAGES.subList(0, frames), apart));
    }

    private static List<Integer> images(Turn turn) {
        return Conversation.of(turn).images().stream().map(IMAGES::indexOf).toList();
    }

    private static List<Integer> joined(List<Turn> turns) {
        List<Integer> all = new ArrayList<>();
        turns.forEach(turn -> all.addAll(images(turn)));
        return all;
    }

    /** The same step from each to the next, in one direction. */
    private static void evenly(List<Integer> frames, int direction) {
        for (int i = 1; i < frames.size(); i++) {
            int step = frames.get(i) - frames.get(i - 1);
            assertThat(step * direction).isPositive();
            assertThat(step).isEqualTo(frames.get(1) - frames.get(0));
        }
    }
}
