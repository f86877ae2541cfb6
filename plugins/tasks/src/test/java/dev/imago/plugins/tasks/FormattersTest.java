package dev.imago.plugins.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.data.VisualQuestion.Exchange;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.data.BadSamples;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormattersTest {
    private static final ImageSource IMAGE =
            ImageSource.of("x", new Picture(1, 1, new byte[] {0, 0, 0}));
    private static final Part SHOWN = new Part.Image(IMAGE);

    @TempDir Path folder;

    @Test
    void image_qa_shows_first_and_asks_then() {
        Conversation conversation =
                imageQa().conversation(question(List.of(), List.of()), new Random(1));
        assertThat(conversation.id()).isEqualTo("q1");
        assertThat(conversation.turns())
                .containsExactly(
                        Turn.user(SHOWN, new Part.Text("\nWhat is it?")),
                        Turn.assistant("a bag"),
                        Turn.user("Which colour?"),
                        Turn.assistant("red"));
    }

    @Test
    void image_qa_evaluates_each_question_on_its_own() {
        List<TaskItem> items = imageQa().items(question(List.of(), List.of()));
        assertThat(items).extracting(TaskItem::id).containsExactly("q1#0", "q1#1");
        assertThat(items).extracting(TaskItem::kind).containsExactly("what", "colour");
        assertThat(items.get(1).request().turns())
                .containsExactly(Turn.user(SHOWN, new Part.Text("\nWhich colour?")));
        assertThat(imageQa().score(items.get(1), Turn.assistant("Red."))).isEqualTo(1);
        assertThat(imageQa().score(items.get(1), Turn.assistant("blue"))).isZero();
    }

    @Test
    void image_qa_offers_choices_by_letter() {
        VisualQuestion sample = question(List.of(), List.of("blue", "red"));
        Conversation conversation = imageQa().conversation(sample, new Random(1));
        assertThat(conversation.turns().get(2).text())
                .isEqualTo(
                        "Which colour?\nA. blue\nB. red\n"
                                + "Answer with the option's letter from the given choices"
                                + " directly.");
        assertThat(conversation.turns().get(3).text()).isEqualTo("B");
        TaskItem item = imageQa().items(sample).get(1);
        for (String right :
                List.of(
                        "B",
                        "b",
                        "(B)",
                        "B.",
                        "B. red",
                        "b) red",
                        "red",
                        "The red.",
                        "The answer is B.",
                        "Answer: (b)")) {
            assertThat(imageQa().score(item, Turn.assistant(right))).as(right).isEqualTo(1);
        }
        for (String wrong :
                List.of("A", "blue", "A. blue", "", "bred", "B or A", "C", "The answer is A")) {
            assertThat(imageQa().score(item, Turn.assistant(wrong))).as(wrong).isZero();
        }
    }

    @Test
    void image_qa_can_ask_openly() {
        ImageQaFormatter open =
                new ImageQaFormatter(
                        new ImageQaConfig(
                                bare(),
                                new QuestionSettings(" ", "In a word.", "hidden", null, null)));
        VisualQuestion sample = question(List.of(), List.of("blue", "red"));
        assertThat(open.conversation(sample, new Random(1)).turns().get(3).text()).isEqualTo("red");
        assertThat(open.request(new TaskRequest("Where?", List.of(SHOWN))).turns())
                .containsExactly(Turn.user(SHOWN, new Part.Text(" Where?\nIn a word.")));
        assertThat(open.request(new TaskRequest("Why?", List.of())).turns())
                .containsExactly(Turn.user("Why?\nIn a word."));
    }

    @Test
    void generate_asks_in_many_ways() {
        Set<String> ways = new HashSet<>();
        GenerateFormatter formatter = generate(List.of(), null);
        for (int seed = 0; seed < 200; seed++) {
            Conversation conversation = formatter.conversation(caption(), new Random(seed * 999L));
            assertThat(conversation.turns().get(1)).isEqualTo(Turn.assistant(SHOWN));
            ways.add(conversation.turns().get(0).text());
        }
        assertThat(ways).hasSizeGreaterThan(5).allMatch(way -> way.contains("a red bag"));
    }

    @Test
    void generate_asks_plainly_when_it_is_measured() {
        GenerateFormatter formatter = generate(List.of(), null);
        TaskItem item = formatter.items(caption()).get(0);
        assertThat(item.request().turns()).containsExactly(Turn.user("Draw a red bag"));
        assertThat(item.expected().parts()).containsExactly(SHOWN);
        assertThat(formatter.score(item, Turn.assistant(SHOWN))).isEqualTo(1);
        assertThat(formatter.score(item, Turn.assistant("I can't."))).isZero();
    }

    @Test
    void generate_leaves_requests_that_are_phrased_already() {
        GenerateFormatter formatter = generate(List.of("draw {caption}", "{caption}"), null);
        assertThat(asked(formatter, "a boat")).isEqualTo("draw a boat");
        assertThat(asked(formatter, "Draw a boat")).isEqualTo("Draw a boat");
    }

    @Test
    void questions_are_asked_in_many_ways_and_plainly_when_measured() {
        ImageQaFormatter qa = new ImageQaFormatter(new ImageQaConfig(null, null));
        VisualQuestion sample = question(List.of(), List.of());
        Set<String> ways = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<Turn> turns = qa.conversation(sample, new Random(seed * 999L)).turns();
            ways.add(turns.get(0).text().strip());
            assertThat(turns.get(2)).isEqualTo(Turn.user("Which colour?"));
        }
        assertThat(ways)
                .hasSizeGreaterThan(4)
                .contains("What is it?")
                .allMatch(way -> way.endsWith("What is it?"));
        assertThat(qa.items(sample).get(0).request().turns())
                .containsExactly(Turn.user(SHOWN, new Part.Text("\nWhat is it?")));
    }

    @Test
    void phrasings_can_be_added_to_a_task_s_own() throws Exception {
        Path file = folder.resolve("ways.txt");
        Files.writeString(file, "Kindly: {question}\n");
        PhrasingSettings added = new PhrasingSettings(null, file, true);
        ImageQaConfig config = new ImageQaConfig(added, null);
        ImageQaFormatter qa = new ImageQaFormatter(config);
        Set<String> ways = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            VisualQuestion sample = question(List.of(), List.of());
            ways.add(qa.conversation(sample, new Random(seed * 999L)).turns().get(0).text());
        }
        assertThat(ways).contains("\nKindly: What is it?", "\nWhat is it?").hasSizeGreaterThan(5);
        assertThat(qa.request(new TaskRequest("Why?", List.of())).turns())
                .containsExactly(Turn.user("Why?"));
        // A model folder carries the sentences and that they come on top.
        assertThat(config.asking())
                .isEqualTo(new PhrasingSettings(List.of("Kindly: {question}"), null, true));
    }

    @Test
    void generate_draws_as_many_images_as_a_sample_has() {
        GenerateFormatter formatter = generate(List.of(), null);
        CaptionedImage three =
                new CaptionedImage("t", List.of(IMAGE, IMAGE, IMAGE), "a day", List.of());
        assertThat(formatter.conversation(three, new Random(1)).turns().get(1))
                .isEqualTo(Turn.assistant(SHOWN, SHOWN, SHOWN));
        TaskItem item = formatter.items(three).get(0);
        assertThat(formatter.score(item, item.expected())).isEqualTo(1);
        assertThat(formatter.score(item, Turn.assistant(SHOWN, SHOWN))).isEqualTo(2 / 3.0);
        assertThat(formatter.score(item, Turn.assistant("No."))).isZero();
        assertThat(formatter.parse(item.request(), item.expected()))
                .containsOnlyKeys("image", "image_2", "image_3");
    }

    @Test
    void generate_takes_phrasings_from_a_file() throws Exception {
        Path file = folder.resolve("ways.txt");
        Files.writeString(file, "# ways\n\nsketch {caption} now\n");
        GenerateFormatter formatter =
                new GenerateFormatter(
                        new GenerateConfig(new PhrasingSettings(null, file, null), "Here:"));
        Conversation conversation = formatter.conversation(caption(), new Random(1));
        assertThat(conversation.turns())
                .containsExactly(
                        Turn.user("sketch a red bag now"),
                        Turn.assistant(new Part.Text("Here:"), SHOWN));
    }

    @Test
    void phrasings_without_a_place_for_the_caption_are_refused() throws Exception {
        assertThatThrownBy(() -> generate(List.of("draw it"), null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("draw it");
        Path file = folder.resolve("ways.txt");
        Files.writeString(file, "draw it\n");
        assertThatThrownBy(() -> generate(List.of(), file))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("ways.txt");
        assertThatThrownBy(() -> generate(List.of("draw {caption} {now}"), null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("{caption} alone");
        assertThatThrownBy(() -> generate(List.of(), folder.resolve("none.txt")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("none.txt");
    }

    @Test
    void dialogues_pass_through() {
        DialogueFormatter formatter = new DialogueFormatter(new DialogueConfig(null));
        Conversation recorded =
                new Conversation(
                        "d",
                        List.of(
                                Turn.user("Hello"),
                                Turn.assistant("Hi."),
                                Turn.user("Draw."),
                                Turn.assistant(SHOWN)));
        Dialogue sample = new Dialogue("d", recorded);
        assertThat(formatter.conversation(sample, new Random(1))).isSameAs(recorded);
        List<TaskItem> items = formatter.items(sample);
        assertThat(items).extracting(TaskItem::id).containsExactly("d#0", "d#1");
        assertThat(items.get(1).request().turns()).hasSize(3);
        assertThat(formatter.score(items.get(0), Turn.assistant("hi"))).isEqualTo(1);
        assertThat(formatter.score(items.get(0), Turn.assistant(SHOWN))).isZero();
        assertThat(formatter.score(items.get(1), Turn.assistant(SHOWN))).isEqualTo(1);
        assertThat(formatter.score(items.get(1), Turn.assistant("No."))).isZero();
    }

    @Test
    void a_mixture_draws_edits() {
        EditPair pair = new EditPair("e", IMAGE, "Make it blue.", IMAGE);
        Source source = new OneSample(pair);
        EditFormatter edit = new EditFormatter(new EditConfig(null, null, null, null));
        Lane<EditPair> lane = Lane.open("photos", "edit", edit, source, 1);
        BadSamples bad = new BadSamples(0, List.of(lane), folder.resolve("skipped.jsonl"));
        Conversation drawn = new Mixture(List.of(lane), 7, bad).draw(0).conversation();
        assertThat(drawn.images()).hasSize(2);
        assertThat(drawn.turns().get(1)).isEqualTo(Turn.assistant(SHOWN));
    }

    private record OneSample(Sample sample) implements Source {
        @Override
        public <S extends Sample> Samples<S> samples(String task, Class<S> type) {
            return new Samples<>() {
                @Override
                public long size() {
                    return 1;
                }

                @Override
                public S get(long index) {
                    return type.cast(sample);
                }
            };
        }
    }

    private static ImageQaFormatter imageQa() {
        return new ImageQaFormatter(new ImageQaConfig(bare(), null));
    }

    private static GenerateFormatter generate(List<String> phrasings, Path file) {
        return new GenerateFormatter(
                new GenerateConfig(new PhrasingSettings(phrasings, file, null), null));
    }

    private static String asked(GenerateFormatter formatter, String prompt) {
        return formatter.request(new TaskRequest(prompt, List.of())).turns().get(0).text();
    }

    private static CaptionedImage caption() {
        return new CaptionedImage("c", IMAGE, "a red bag", List.of());
    }

    private static VisualQuestion question(List<String> first, List<String> second) {
        return new VisualQuestion(
                "q1",
                List.of(SHOWN),
                List.of(
                        new Exchange("what", "What is it?", "a bag", first),
                        new Exchange("colour", "Which colour?", "red", second)));
    }

    private static PhrasingSettings bare() {
        return new PhrasingSettings(List.of("{question}"), null, null);
    }
}
