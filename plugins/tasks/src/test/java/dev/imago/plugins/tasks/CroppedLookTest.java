package dev.imago.plugins.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Box;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Crop;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A look that is cut out of the image: the task's answer comes in a second step. */
class CroppedLookTest {
    private static final ImageSource IMAGE = ImageSource.of("i", new Picture(4, 4, new byte[48]));
    private static final Box UPPER_RIGHT = new Box(0.5, 0, 1, 0.5);
    private static final CloserLook SAMPLE =
            new CloserLook("c", IMAGE, "What is there?", Crop.of(IMAGE, UPPER_RIGHT), "a bag");
    private static final Map<String, List<Double>> PLACES =
            Map.of(
                    "left", List.of(0.0, 0.0, 0.5, 1.0),
                    "right", List.of(0.5, 0.0, 1.0, 1.0));

    private static ThinkVisuallyFormatter task(
            Map<String, List<Double>> places, List<String> thoughts) {
        return new ThinkVisuallyFormatter(
                new ThinkVisuallyConfig(
                        new PhrasingSettings(List.of("{question}"), null, null),
                        ThinkVisuallyConfig.Look.CROPPED,
                        places,
                        thoughts,
                        " ",
                        null));
    }

    @Test
    void says_where_is_shown_it_and_answers() {
        assertThat(task(null, List.of("Let me see.")).conversation(SAMPLE, new Random(1)).turns())
                .containsExactly(
                        Turn.user(new Part.Image(IMAGE), new Part.Text(" What is there?")),
                        Turn.assistant("Let me see. [0.500, 0.000, 1.000, 0.500]"),
                        Turn.user(new Part.Image(SAMPLE.look())),
                        Turn.assistant("a bag"));
        assertThat(task(PLACES, List.of()).conversation(SAMPLE, new Random(1)).turns().get(1))
                .isEqualTo(Turn.assistant("right"));
    }

    @Test
    void a_place_leads_to_a_second_step_which_is_the_last() {
        ThinkVisuallyFormatter task = task(PLACES, List.of());
        TaskItem item = task.items(SAMPLE).get(0);
        Turn where = Turn.assistant("Right");
        Conversation second = task.next(item.request(), where).orElseThrow();
        Crop look = Crop.of(IMAGE, new Box(0.5, 0, 1, 1));
        assertThat(second.turns())
                .containsExactly(
                        item.request().turns().get(0), where, Turn.user(new Part.Image(look)));
        assertThat(look.load().width()).isEqualTo(2);
        Turn answer = Turn.assistant("left");
        assertThat(task.next(second, answer)).isEmpty();
        assertThat(task.parse(second, Turn.assistant("A bag.")))
                .containsExactly(
                        Map.entry("thought", new Part.Text("Right")),
                        Map.entry("look", new Part.Image(look)),
                        Map.entry("answer", new Part.Text("A bag.")));
        assertThat(task.score(item, Turn.assistant("A bag."))).isEqualTo(1);
    }

    @Test
    void numbers_are_read_back_as_they_are_said() {
        ThinkVisuallyFormatter task = task(null, List.of());
        Turn where = task.conversation(SAMPLE, new Random(1)).turns().get(1);
        Conversation request = task.items(SAMPLE).get(0).request();
        assertThat(task.next(request, where).orElseThrow().images())
                .last()
                .isEqualTo(Crop.of(IMAGE, UPPER_RIGHT));
    }

    @Test
    void an_answer_without_a_place_is_the_last() {
        Conversation request = task(null, null).items(SAMPLE).get(0).request();
        for (String words :
                List.of("", "a bag", "[0.5, 0.1]", "[0.9, 0.1, 0.2, 0.5]", "[0, 0, 7, 1]")) {
            Turn answer = Turn.assistant(words);
            assertThat(task(null, null).next(request, answer)).as(words).isEmpty();
        }
        assertThat(task(null, null).parse(request, Turn.assistant("a bag")))
                .containsExactly(Map.entry("answer", new Part.Text("a bag")));
        Conversation wordsAlone = Conversation.of(Turn.user("What?"));
        assertThat(task(PLACES, null).next(wordsAlone, Turn.assistant("left"))).isEmpty();
    }

    @Test
    void a_crop_that_a_user_shows_is_no_look_yet() {
        ThinkVisuallyFormatter task = task(PLACES, null);
        Part shown = new Part.Image(Crop.of(IMAGE, UPPER_RIGHT));
        Conversation request = task.request(new TaskRequest("Where?", List.of(shown)));
        assertThat(task.next(request, Turn.assistant("left"))).isPresent();
    }

    @Test
    void a_look_that_is_no_part_is_refused() {
        CloserLook drawn = new CloserLook("d", IMAGE, "What?", IMAGE, "a bag");
        assertThatThrownBy(() -> task(null, null).conversation(drawn, new Random(1)))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("sample d")
                .hasMessageContaining("no part cut out of its image");
    }

    @Test
    void places_lie_within_the_image() {
        for (List<Double> corners :
                List.of(
                        List.of(0.0, 0.0, 1.0),
                        List.of(0.0, 0.0, 1.5, 1.0),
                        List.of(0.5, 0.0, 0.5, 1.0))) {
            assertThatThrownBy(() -> task(Map.of("there", corners), null))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("there")
                    .hasMessageContaining("expected a word with left, top, right and bottom");
        }
    }
}
