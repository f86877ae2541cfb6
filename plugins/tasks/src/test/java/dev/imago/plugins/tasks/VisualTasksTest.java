package dev.imago.plugins.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.error.ImagoException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Editing, thinking, several images and videos. */
class VisualTasksTest {
    private static final List<ImageSource> IMAGES =
            IntStream.range(0, 100)
                    .mapToObj(i -> ImageSource.of("i" + i, new Picture(1, 1, new byte[3])))
                    .toList();

    @Test
    void editing_shows_the_image_and_says_what_to_change() {
        EditFormatter edit = new EditFormatter(new EditConfig(null, null, null, "Done."));
        EditPair pair = new EditPair("e", IMAGES.get(0), "Make it blue.", IMAGES.get(1));
        TaskItem item = edit.items(pair).get(0);
        assertThat(item.request().turns())
                .containsExactly(Turn.user(shown(0), new Part.Text("\nMake it blue.")));
        assertThat(item.expected()).isEqualTo(Turn.assistant(new Part.Text("Done."), shown(1)));
        assertThat(IntStream.range(0, 100).mapToObj(i -> edit.conversation(pair, new Random(i))))
                .extracting(conversation -> conversation.turns().get(0).text())
                .allMatch(words -> words.contains("Make it blue."))
                .hasSize(100);
    }

    @Test
    void the_image_to_edit_can_come_last() {
        EditFormatter edit = new EditFormatter(new EditConfig(null, null, true, null));
        EditPair pair = new EditPair("e", IMAGES.get(0), "Make it blue.", IMAGES.get(1));
        List<Turn> asked = List.of(Turn.user(new Part.Text("Make it blue.\n"), shown(0)));
        assertThat(edit.items(pair).get(0).request().turns()).isEqualTo(asked);
        TaskRequest request = new TaskRequest("Make it blue.", List.of(shown(0)));
        assertThat(edit.request(request).turns()).isEqualTo(asked);
    }

    @Test
    void editing_needs_an_image() {
        EditFormatter edit = new EditFormatter(new EditConfig(null, null, null, null));
        assertThatThrownBy(() -> edit.request(new TaskRequest("make it green", List.of())))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("expected an image to change");
        assertThat(edit.request(new TaskRequest("make it green", List.of(shown(0)))).turns())
                .containsExactly(Turn.user(shown(0), new Part.Text("\nmake it green")));
    }

    @Test
    void frame_pairs_are_edits() {
        FramePairFormatter edit = new FramePairFormatter(new EditConfig(null, null, null, null));
        Part.Video video = new Part.Video(IMAGES.subList(3, 8), 1);
        Conversation conversation =
                edit.conversation(new FrameSequence("f", video, "It falls."), new Random(1));
        assertThat(conversation.images()).containsExactly(IMAGES.get(3), IMAGES.get(7));
        assertThatThrownBy(() -> edit.items(new FrameSequence("f", video, "")))
                .hasMessageContaining("sample f")
                .hasMessageContaining("expected at least 2 frames and what happens");
    }

    @Test
    void thinking_draws_before_it_answers() {
        ThinkVisuallyFormatter think = think();
        CloserLook sample = new CloserLook("t", IMAGES.get(0), "Which?", IMAGES.get(1), "red");
        TaskItem item = think.items(sample).get(0);
        assertThat(item.expected())
                .isEqualTo(
                        Turn.assistant(
                                new Part.Text("Let me look closer."),
                                shown(1),
                                new Part.Text("red")));
        assertThat(think.parse(item.request(), item.expected()))
                .containsExactly(
                        java.util.Map.entry("thought", new Part.Text("Let me look closer.")),
                        java.util.Map.entry("look", shown(1)),
                        java.util.Map.entry("answer", new Part.Text("red")));
    }

    @Test
    void thinking_is_scored_by_its_answer() {
        ThinkVisuallyFormatter think = think();
        CloserLook sample = new CloserLook("t", IMAGES.get(0), "Which?", IMAGES.get(1), "red");
        TaskItem item = think.items(sample).get(0);
        assertThat(think.score(item, Turn.assistant(shown(5), new Part.Text("Red.")))).isEqualTo(1);
        assertThat(think.score(item, Turn.assistant("red"))).isEqualTo(1);
        Turn loud = Turn.assistant(new Part.Text("red"), shown(5), new Part.Text("blue"));
        assertThat(think.score(item, loud)).isZero();
        assertThat(think.score(item, Turn.assistant(new Part.Text("red"), shown(5)))).isZero();
    }

    @Test
    void thinking_without_words_before() {
        ThinkVisuallyFormatter quiet =
                new ThinkVisuallyFormatter(
                        new ThinkVisuallyConfig(bare(), null, null, List.of(), " ", "anls"));
        CloserLook sample = new CloserLook("t", IMAGES.get(0), "Which?", IMAGES.get(1), "red");
        assertThat(quiet.conversation(sample, new Random(1)).turns())
                .containsExactly(
                        Turn.user(shown(0), new Part.Text(" Which?")),
                        Turn.assistant(shown(1), new Part.Text("red")));
    }

    @Test
    void several_images_are_numbered_by_digits_or_words() {
        assertThat(alike(multi())).isEqualTo(labelled("Image 1: ", "\nImage 2: "));
        MultiImageQaConfig words =
                new MultiImageQaConfig(
                        "picture {number}", List.of("one"), null, QuestionSettings.usual());
        assertThat(alike(new MultiImageQaFormatter(words)))
                .isEqualTo(labelled("picture one", "\npicture 2"));
    }

    private static List<Turn> alike(MultiImageQaFormatter qa) {
        return qa.request(new TaskRequest("Alike?", List.of(shown(0), shown(1)))).turns();
    }

    private static List<Turn> labelled(String first, String second) {
        return List.of(
                Turn.user(
                        new Part.Text(first),
                        shown(0),
                        new Part.Text(second),
                        shown(1),
                        new Part.Text("\nAlike?")));
    }

    @Test
    void images_stand_where_the_words_say_in_every_task_that_asks() {
        marks(multi());
        marks(new ImageQaFormatter(new ImageQaConfig(null, null)));
        marks(new VideoQaFormatter(new VideoQaConfig(null, null, null, null)));
    }

    private static void marks(TaskFormatter<VisualQuestion> qa) {
        VisualQuestion sample =
                new VisualQuestion(
                        "m",
                        List.of(shown(0), shown(1), shown(2)),
                        List.of(
                                new Exchange("a", "Is <image> like <image>?", "yes", List.of()),
                                new Exchange("b", "And <image>", "no", List.of())));
        List<TaskItem> items = qa.items(sample);
        assertThat(items.get(0).request().turns())
                .containsExactly(
                        Turn.user(
                                new Part.Text("Is "),
                                shown(0),
                                new Part.Text(" like "),
                                shown(1),
                                new Part.Text("?")));
        assertThat(items.get(1).request().turns()).hasSize(3);
        assertThat(items.get(1).request().images()).containsExactlyElementsOf(IMAGES.subList(0, 3));
        VisualQuestion torn = new VisualQuestion("n", List.of(shown(0)), sample.exchanges());
        assertThatThrownBy(() -> qa.conversation(torn, new Random(1)))
                .hasMessageContaining("sample n")
                .hasMessageContaining("3 <image> marks but 1 images");
        assertThatThrownBy(() -> qa.request(new TaskRequest("<image>?", List.of())))
                .hasMessageContaining("1 <image> marks but 0 images");
    }

    @Test
    void a_way_to_ask_may_say_where_the_image_stands() {
        PhrasingSettings last = new PhrasingSettings(List.of("{question} <image>"), null, null);
        ImageQaFormatter qa = new ImageQaFormatter(new ImageQaConfig(last, null));
        VisualQuestion sample =
                new VisualQuestion(
                        "q",
                        List.of(shown(0)),
                        List.of(
                                new Exchange("k", "What?", "a bag", List.of()),
                                new Exchange("k", "Where?", "here", List.of())));
        Turn asked = Turn.user(new Part.Text("What? "), shown(0));
        assertThat(qa.conversation(sample, new Random(1)).turns().get(0)).isEqualTo(asked);
        assertThat(qa.items(sample).get(1).request().turns())
                .containsExactly(asked, Turn.assistant("a bag"), Turn.user("Where?"));
        assertThat(qa.request(new TaskRequest("What?", List.of(shown(0)))).turns())
                .containsExactly(asked);
    }

    @Test
    void annotators_answers_count() {
        QuestionSettings vqa = new QuestionSettings(null, null, null, null, "vqa");
        ImageQaFormatter qa = new ImageQaFormatter(new ImageQaConfig(bare(), vqa));
        Exchange asked =
                new Exchange(
                        "q", "Which?", "red", List.of(), List.of("red", "pink", "pink", "rose"));
        TaskItem item = qa.items(new VisualQuestion("q", List.of(shown(0)), List.of(asked))).get(0);
        assertThat(item.others()).hasSize(4);
        // Two of five say so: left out one of them, 1/3; left out one of the others, 2/3.
        assertThat(qa.score(item, Turn.assistant("pink")))
                .isEqualTo((2 * (1 / 3.0) + 3 * (2 / 3.0)) / 5);
    }

    @Test
    void choices_are_parsed() {
        ImageQaFormatter qa = new ImageQaFormatter(new ImageQaConfig(bare(), null));
        Exchange asked = new Exchange("q", "Which?", "red", List.of("blue", "red"));
        TaskItem item = qa.items(new VisualQuestion("q", List.of(shown(0)), List.of(asked))).get(0);
        assertThat(qa.parse(item.request(), Turn.assistant("It is red.")))
                .doesNotContainKey("choice");
        assertThat(qa.parse(item.request(), Turn.assistant("red")))
                .containsEntry("choice", new Part.Text("B"));
        assertThat(qa.parse(item.request(), Turn.assistant("D"))).doesNotContainKey("choice");
    }

    @Test
    void videos_are_shown_a_frame_a_second() {
        assertThat(frames(new Part.Video(IMAGES.subList(0, 91), 0.1), 1, 32))
                .containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        assertThat(frames(new Part.Video(IMAGES.subList(0, 11), 0.1), 5, 32))
                .containsExactly(0, 2, 4, 6, 8, 10);
    }

    @Test
    void long_videos_are_spread_evenly() {
        assertThat(frames(new Part.Video(IMAGES.subList(0, 100), 1), 1, 4))
                .containsExactly(0, 33, 66, 99);
        assertThat(frames(new Part.Video(IMAGES.subList(0, 100), 0), 1, 2)).containsExactly(0, 99);
        assertThat(frames(new Part.Video(IMAGES.subList(0, 100), 0), 1, 1)).containsExactly(0);
    }

    @Test
    void slow_videos_keep_all_their_frames() {
        assertThat(frames(new Part.Video(IMAGES.subList(0, 3), 5), 1, 32)).containsExactly(0, 1, 2);
        assertThat(frames(new Part.Video(IMAGES.subList(0, 1), 0), 1, 32)).containsExactly(0);
    }

    @Test
    void text_takes_no_image() {
        TextFormatter text = new TextFormatter(new TextConfig());
        List<Turn> turns = List.of(Turn.user(shown(0)), Turn.assistant("Hi."));
        Dialogue sample = new Dialogue("x", new Conversation("x", turns));
        assertThatThrownBy(() -> text.conversation(sample, new Random(1)))
                .hasMessageContaining("sample x")
                .hasMessageContaining("1 images");
    }

    private static List<Integer> frames(Part.Video video, double fps, int most) {
        return FrameChoice.of(video, fps, most).frames().stream().map(IMAGES::indexOf).toList();
    }

    private static Part.Image shown(int image) {
        return new Part.Image(IMAGES.get(image));
    }

    private static ThinkVisuallyFormatter think() {
        return new ThinkVisuallyFormatter(
                new ThinkVisuallyConfig(null, null, null, null, null, null));
    }

    private static MultiImageQaFormatter multi() {
        return new MultiImageQaFormatter(new MultiImageQaConfig(null, null, null, null));
    }

    private static PhrasingSettings bare() {
        return new PhrasingSettings(List.of("{question}"), null, null);
    }
}
