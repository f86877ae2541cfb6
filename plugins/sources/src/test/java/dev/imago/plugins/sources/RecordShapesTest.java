package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Crop;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.LeftOut;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.plugins.sources.record.RecordSettings.BoxFormat;
import dev.imago.plugins.sources.record.RecordSettings.Look;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as published data sets write them. */
class RecordShapesTest {
    @TempDir Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        Files.createDirectory(folder.resolve("clip"));
        for (int i = 0; i < 12; i++) {
            PictureWriter.write(shade(i), folder.resolve("p" + i + ".png"));
            PictureWriter.write(shade(i), folder.resolve("clip/frame-" + i + ".png"));
        }
    }

    private static Picture shade(int red) {
        byte[] rgb = new byte[20 * 10 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) (i / 3 % 20);
        }
        return new Picture(20, 10, rgb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages': [{'role': 'user', 'content': '<image>What?'},"
                        + " {'role': 'assistant', 'content': 'A bag.'}], 'images': ['p3.png']",
                "'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url':"
                        + " {'url': 'p3.png'}}, {'type': 'text', 'text': 'What?'}]},"
                        + " {'role': 'assistant', 'content': [{'type': 'text', 'text': 'A bag.'}]}]",
                "'messages': [{'role': 'user', 'content': [{'type': 'image'}, 'What?']},"
                        + " {'role': 'assistant', 'content': 'A bag.'}], 'image': 'p3.png'",
                "'messages': [{'role': 'user', 'content': [{'type': 'input_image', 'image_url':"
                        + " 'p3.png'}, {'type': 'input_text', 'text': 'What?'}]},"
                        + " {'role': 'assistant', 'content': 'A bag.'}]",
                "'conversations': [{'from': 'human', 'value': '<image>What?'},"
                        + " {'from': 'gpt', 'value': 'A bag.'}], 'image': ['p3.png']",
                "'conversations': [{'role': 'user', 'content': '<image>What?'},"
                        + " {'role': 'model', 'content': 'A bag.'}], 'images': [{'path': 'p3.png'}]"
            })
    void conversations_are_the_same_in_every_layout(String fields) {
        Dialogue dialogue = only(Dialogue.class, fields);

        List<Turn> turns = dialogue.conversation().turns();
        assertThat(turns).hasSize(2);
        assertThat(turns.get(0).role()).isEqualTo(Role.USER);
        assertThat(turns.get(0).parts().get(1)).isEqualTo(new Part.Text("What?"));
        assertThat(dialogue.conversation().images().get(0).load().at(0, 0, 0)).isEqualTo(3);
        assertThat(turns.get(1)).isEqualTo(Turn.assistant("A bag."));
    }

    @Test
    void system_words_come_first_and_turns_of_no_weight_are_not_learned() {
        Dialogue dialogue =
                only(
                        Dialogue.class,
                        "'system': 'Be brief.', 'messages': [{'role': 'user', 'content': 'Hi'},"
                                + " {'role': 'assistant', 'content': 'No', 'weight': 0},"
                                + " {'role': 'user', 'content': 'Hi'},"
                                + " {'role': 'assistant', 'content': 'Yes', 'weight': 1}]");

        List<Turn> turns = dialogue.conversation().turns();
        assertThat(turns.get(0).role()).isEqualTo(Role.SYSTEM);
        assertThat(turns.get(0).text()).isEqualTo("Be brief.");
        assertThat(turns)
                .extracting(Turn::learned)
                .containsExactly(false, false, false, false, true);
    }

    @Test
    void an_image_may_stand_in_the_record_itself() throws IOException {
        String data =
                Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("p7.png")));
        String url = "data:image/png;base64," + data;
        List<Dialogue> rows =
                all(
                        Dialogue.class,
                        "'messages': [{'role': 'user', 'content': [{'type': 'image_url',"
                                + " 'image_url': {'url': '"
                                + url
                                + "'}}]},"
                                + " {'role': 'assistant', 'content': 'Seven'}]",
                        "'question': 'Which?', 'answer': 'Seven', 'image': '" + url + "'");

        Part.Image first = (Part.Image) rows.get(0).conversation().turns().get(0).parts().get(0);
        assertThat(first.source().load().at(0, 0, 0)).isEqualTo(7);
        assertThat(first.source().id())
                .startsWith("sha256:")
                .isEqualTo(rows.get(1).conversation().images().get(0).id());
    }

    @Test
    void questions_know_choices_and_further_answers() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'image': 'p0.png', 'question': 'Which?', 'answer': 1,"
                                + " 'choices': ['red', 'blue']");
        assertThat(question.exchanges().get(0).answer()).isEqualTo("blue");
        assertThat(question.exchanges().get(0).choices()).containsExactly("red", "blue");

        VisualQuestion many =
                only(
                        VisualQuestion.class,
                        "'question_id': 12, 'image': 'p0.png', 'question': 'Which?',"
                                + " 'answers': ['red', 'crimson']");
        assertThat(many.id()).isEqualTo("12");
        assertThat(many.exchanges().get(0).others()).containsExactly("crimson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'input_image': 'p0.png', 'edit_prompt': 'Brighter', 'edited_image': 'p1.png'",
                "'source_img': 'p0.png', 'instruction': 'Brighter', 'target_img': 'p1.png'",
                "'image': ['p0.png', 'p1.png'], 'conversations': [{'from': 'human', 'value':"
                        + " '<image>\\nBrighter'}, {'from': 'gpt', 'value': 'Here: <image>'}]"
            })
    void pairs_before_and_after_are_edits(String fields) {
        EditPair edit = only(EditPair.class, fields);
        assertThat(edit.instruction()).isEqualTo("Brighter");
        assertThat(edit.before().load().at(0, 0, 0)).isZero();
        assertThat(edit.after().load().at(0, 0, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'instruction': ['Brighter', 'More light'], 'input': 'p0.png', 'output': 'p1.png',"
                        + " 'source': 'something', 'task': 'action'",
                "'instruction': 'Brighter', 'input': {'path': 'p0.png'},"
                        + " 'output': {'path': 'p1.png'}"
            })
    void input_and_output_that_are_images_are_an_edit_and_no_words(String fields) {
        EditPair edit = only(EditPair.class, fields);
        assertThat(edit.instruction()).isEqualTo("Brighter");
        assertThat(edit.before().load().at(0, 0, 0)).isZero();
        assertThat(edit.after().load().at(0, 0, 0)).isEqualTo(1);
        assertThat(all(Dialogue.class, fields)).isEmpty();
    }

    @Test
    void input_and_output_in_words_are_no_edit() {
        String fields = "'instruction': 'Name it.', 'input': 'p0.png', 'output': 'A bag.'";
        assertThat(all(EditPair.class, fields)).isEmpty();
        assertThat(only(Dialogue.class, fields).conversation().turns())
                .containsExactly(Turn.user("Name it.\np0.png"), Turn.assistant("A bag."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'images': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human', 'value':"
                        + " 'Is <image> like <image>?'}, {'from': 'gpt', 'value': 'Yes.'}]",
                "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'Is '},"
                        + " {'type': 'image', 'image': 'p1.png'}, {'type': 'text', 'text':"
                        + " ' like '}, {'type': 'image', 'image': 'p2.png'}, {'type': 'text',"
                        + " 'text': '?'}]}, {'role': 'assistant', 'content': 'Yes.'}]"
            })
    void images_between_words_are_questions(String fields) {
        VisualQuestion question = only(VisualQuestion.class, fields);
        assertThat(question.exchanges().get(0).question()).isEqualTo("Is <image> like <image>?");
        assertThat(question.exchanges().get(0).answer()).isEqualTo("Yes.");
        assertThat(reds(question)).containsExactly(1, 2);
    }

    @Test
    void images_in_later_turns_are_questions() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'image': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human',"
                                + " 'value': '<image>\\nWhat is it?'}, {'from': 'gpt', 'value':"
                                + " 'A bag.'}, {'from': 'human', 'value': 'And this?\\n<image>'},"
                                + " {'from': 'gpt', 'value': 'A coat.'}, {'from': 'human', 'value':"
                                + " 'Sure?'}, {'from': 'gpt', 'value': 'Yes.'}]");
        assertThat(question.exchanges())
                .extracting(VisualQuestion.Exchange::question)
                .containsExactly("<image>\nWhat is it?", "And this?\n<image>", "Sure?");
        assertThat(reds(question)).containsExactly(1, 2);
        VisualQuestion late =
                only(
                        VisualQuestion.class,
                        "'image': 'p3.png', 'conversations': [{'from': 'human', 'value': 'Hi'},"
                                + " {'from': 'gpt', 'value': 'Hello'}, {'from': 'human', 'value':"
                                + " '<image>What?'}, {'from': 'gpt', 'value': 'A bag.'}]");
        assertThat(late.exchanges().get(1).question()).isEqualTo("<image>What?");
        assertThat(reds(late)).containsExactly(3);
    }

    @Test
    void turns_whose_answers_draw_or_that_show_nothing_are_no_questions() {
        assertThat(
                        all(
                                VisualQuestion.class,
                                "'image': ['p1.png', 'p2.png'], 'conversations': [{'from': 'human',"
                                        + " 'value': '<image>What?'}, {'from': 'gpt', 'value':"
                                        + " 'This: <image>'}]",
                                "'conversations': [{'from': 'human', 'value': 'Hi'}, {'from':"
                                        + " 'gpt', 'value': 'Hello'}]"))
                .isEmpty();
    }

    private static List<Integer> reds(VisualQuestion question) {
        return question.media().stream()
                .map(part -> ((Part.Image) part).source().load().at(0, 0, 0))
                .toList();
    }

    @Test
    void several_images_may_have_one_caption() {
        CaptionedImage caption =
                only(
                        CaptionedImage.class,
                        "'images': ['p1.png', 'p2.png', 'p3.png'], 'caption': 'A day'");
        assertThat(caption.images())
                .extracting(image -> image.load().at(0, 0, 0))
                .containsExactly(1, 2, 3);
        assertThat(caption.image().load().at(0, 0, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'image': 'p4.png'",
                "'image': 'p4.png', 'caption': 'A bag'",
                "'image': 'p4.png', 'question': 'What?', 'answer': 'A bag'",
                "'messages': [{'role': 'user', 'content': 'Draw a bag.'}, {'role': 'assistant',"
                        + " 'content': '<image>'}], 'images': ['p4.png']"
            })
    void one_image_is_one_whatever_is_told_of_it(String record) {
        UnlabelledImage image = only(UnlabelledImage.class, record);
        assertThat(image.image().load().at(0, 0, 0)).isEqualTo(4);
    }

    /** As the files of V*Bench have it: no answer, the right option first, boxes by size. */
    @Test
    void the_right_choice_is_known_by_its_place_where_a_key_says_so() {
        String star =
                "'image': 'p4.png', 'target_object': ['bag'], 'bbox': [[5, 2, 10, 6]],"
                        + " 'question': 'What color is the bag?', 'options': ['red', 'blue',"
                        + " 'green', 'black']";
        assertThat(all(VisualQuestion.class, star)).isEmpty();
        assertThat(all(CloserLook.class, star)).isEmpty();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append("{'id': 'v" + i + "', " + star + "}\n");
        }
        write(rows.toString());
        JsonSource source = TestSources.json(file(), TestSources.rightChoice(0));

        Samples<VisualQuestion> questions = source.samples("qa", VisualQuestion.class);
        assertThat(questions.size()).isEqualTo(20);
        List<VisualQuestion.Exchange> asked =
                LongStream.range(0, 20).mapToObj(i -> questions.get(i).exchanges().get(0)).toList();
        assertThat(asked)
                .allSatisfy(
                        exchange -> {
                            assertThat(exchange.answer()).isEqualTo("red");
                            assertThat(exchange.choices())
                                    .containsExactlyInAnyOrder("red", "blue", "green", "black");
                        });
        assertThat(asked).extracting(e -> e.choices().indexOf("red")).contains(0, 1, 2, 3);
        assertThat(questions.get(7).exchanges()).isEqualTo(questions.get(7).exchanges());
        CloserLook look = source.samples("look", CloserLook.class).get(3);
        assertThat(look.answer()).isEqualTo("red");
        assertThat(look.look().load().width()).isEqualTo(12);
    }

    @Test
    void an_answer_of_the_record_counts_before_the_place_of_a_choice() {
        String row = "'image': 'p4.png', 'question': 'Which?', 'options': ['red', 'blue']";
        write(
                "{"
                        + row
                        + ", 'answer': 1}\n{'id': 'few', 'image': 'p4.png', 'question': 'A',"
                        + " 'options': ['b']}");
        Samples<VisualQuestion> questions =
                TestSources.json(file(), TestSources.rightChoice(1))
                        .samples("qa", VisualQuestion.class);
        assertThat(questions.get(0).exchanges().get(0).answer()).isEqualTo("blue");
        assertThat(questions.get(0).exchanges().get(0).choices()).containsExactly("red", "blue");
        assertThatThrownBy(() -> questions.get(1))
                .hasMessageContaining("(id few)")
                .hasMessageContaining("has 1 choices, expected one at right_choice 1");
    }

    @Test
    void columns_name_fields_that_have_other_names() {
        write("{'pic': {'file': 'x'}, 'meta': {'said': 'A bag', 'at': 'p2.png'}}");
        RecordSettings settings =
                TestSources.columns(Map.of("caption", "meta.said", "image", "meta.at"));
        CaptionedImage caption =
                TestSources.json(file(), settings).samples("caption", CaptionedImage.class).get(0);
        assertThat(caption.caption()).isEqualTo("A bag");
        assertThat(caption.image().load().at(0, 0, 0)).isEqualTo(2);
        assertThatThrownBy(() -> TestSources.columns(Map.of("capton", "x")))
                .hasMessageContaining("has 'capton'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XYXY|[5, 2, 15, 8]|",
                "XYXY|[[5, 2, 9, 8], [6, 3, 15, 8]]|",
                "XYWH|[5, 2, 10, 6]|",
                "FRACTIONS|[0.25, 0.2, 0.75, 0.8]|",
                "XYXY|[50, 20, 150, 80]|, 'width': 200, 'height': 100"
            })
    void boxes_become_crops(String format, String boxes, String more) {
        write(
                "{'image': 'p4.png', 'question': 'What?', 'answer': 'A bag', 'bboxs': "
                        + boxes
                        + (more == null ? "" : more)
                        + "}");
        RecordSettings settings = TestSources.boxes(BoxFormat.valueOf(format), Look.CROP);
        CloserLook look =
                TestSources.json(file(), settings).samples("look", CloserLook.class).get(0);

        // A tenth is added on each side: 4..16 and 1..9.
        Picture crop = look.look().load();
        assertThat(crop.width()).isEqualTo(12);
        assertThat(crop.height()).isEqualTo(8);
        assertThat(crop.at(0, 0, 1)).isEqualTo(4);
        assertThat(look.answer()).isEqualTo("A bag");
        assertThat(look.look().id()).startsWith(look.image().id() + "#crop=");
        Crop part = (Crop) look.look();
        assertThat(part.whole()).isSameAs(look.image());
        Picture again = Crop.of(part.whole(), part.box()).load();
        assertThat(again.rgb()).isEqualTo(crop.rgb());
    }

    @Test
    void boxes_may_be_drawn_instead() {
        write("{'image': 'p4.png', 'question': 'What?', 'answer': 'A', 'bbox': [5, 2, 15, 8]}");
        CloserLook look =
                TestSources.json(file(), TestSources.boxes(BoxFormat.XYXY, Look.BOXES))
                        .samples("look", CloserLook.class)
                        .get(0);
        Picture drawn = look.look().load();
        assertThat(drawn.width()).isEqualTo(20);
        assertThat(drawn.at(5, 2, 0)).isEqualTo(255);
        assertThat(drawn.at(14, 7, 0)).isEqualTo(255);
        assertThat(drawn.at(15, 8, 0)).isEqualTo(4);
        assertThat(drawn.at(6, 3, 0)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[5, 2, 45, 8]",
                "[-9, 2, 15, 8]",
                "[5, 8, 15, 8]",
                "[5, 2, 15]",
                "[]",
                "'x'"
            })
    void a_box_outside_its_image_is_refused(String box) {
        write(
                "{'id': 'q7', 'image': 'p4.png', 'question': 'A', 'answer': 'B', 'bbox': "
                        + box
                        + "}");
        Samples<CloserLook> looks =
                TestSources.json(file(), RecordSettings.usual()).samples("look", CloserLook.class);
        assertThatThrownBy(() -> looks.get(0).look().load())
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("BAD_SAMPLE")
                .hasMessageContaining("(id q7)")
                .hasMessageContaining("box");
    }

    @Test
    void a_box_is_checked_before_decoding_where_the_record_has_the_size() {
        write(
                "{'image': 'p4.png', 'question': 'A', 'answer': 'B', 'bbox': [1, 1, 30, 5],"
                        + " 'width': 20, 'height': 10}");
        Samples<CloserLook> looks =
                TestSources.json(file(), RecordSettings.usual()).samples("look", CloserLook.class);
        assertThatThrownBy(() -> looks.get(0))
                .hasMessageContaining("has box [1, 1, 30, 5], outside its image of 20 × 10");
    }

    @Test
    void a_part_of_an_image_is_written_behind_its_path() {
        Dialogue dialogue =
                only(
                        Dialogue.class,
                        "'image': ['p4.png', 'p4.png###[0, 0, 10, 5]'], 'conversations':"
                                + " [{'from': 'human', 'value': '<image>Where?'},"
                                + " {'from': 'gpt', 'value': 'There.'},"
                                + " {'from': 'human', 'value': '<image>'},"
                                + " {'from': 'gpt', 'value': 'A bag.'}]");
        assertThat(dialogue.conversation().images().get(0).load().width()).isEqualTo(20);
        assertThat(dialogue.conversation().images().get(1).load().width()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'video': 'clip', 'conversations': [{'from': 'human', 'value': '<video>What"
                        + " happens?'}, {'from': 'gpt', 'value': 'It brightens.'}]",
                "'video': 'clip', 'conversations': [{'from': 'human', 'value': '<image>What"
                        + " happens?'}, {'from': 'gpt', 'value': 'It brightens.'}]",
                "'video': 'clip', 'caption': 'It brightens.'"
            })
    void a_folder_of_frames_is_a_video_in_the_order_of_numbers(String fields) {
        write("{" + fields + "}");
        FrameSequence video =
                TestSources.json(file(), TestSources.framesFps(4))
                        .samples("frames", FrameSequence.class)
                        .get(0);
        assertThat(video.description()).isEqualTo("It brightens.");
        assertThat(video.video().secondsApart()).isEqualTo(0.25);
        assertThat(video.video().frames()).hasSize(12);
        assertThat(video.video().frames().get(10).load().at(0, 0, 0)).isEqualTo(10);
    }

    @Test
    void frames_may_be_listed_and_questions_be_about_a_video() {
        VisualQuestion question =
                only(
                        VisualQuestion.class,
                        "'videos': [['p1.png', 'p2.png']], 'fps': 2, 'question': 'What?',"
                                + " 'answer': 'Yes'");
        Part.Video video = (Part.Video) question.media().get(0);
        assertThat(video.frames()).hasSize(2);
        assertThat(video.secondsApart()).isEqualTo(0.5);
    }

    @Test
    void a_folder_without_frames_is_no_video() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        write("{'id': 'v', 'video': 'empty', 'caption': 'Nothing'}");
        Samples<FrameSequence> videos =
                TestSources.json(file(), RecordSettings.usual())
                        .samples("frames", FrameSequence.class);
        assertThatThrownBy(() -> videos.get(0))
                .hasMessageContaining("BAD_VIDEO")
                .hasMessageContaining("empty: has no frames");
    }

    @Test
    void a_video_file_without_a_plugin_names_one() throws IOException {
        Files.writeString(folder.resolve("a.mp4"), "x");
        write("{'video': 'a.mp4', 'caption': 'Nothing'}");
        Samples<FrameSequence> videos =
                TestSources.json(file(), RecordSettings.usual())
                        .samples("frames", FrameSequence.class);
        assertThatThrownBy(() -> videos.get(0))
                .hasMessageContaining("PLUGIN_FAILED")
                .hasMessageContaining("imago-video");
    }

    @Test
    void instructions_are_dialogues() {
        Dialogue dialogue =
                only(
                        Dialogue.class,
                        "'instruction': 'Translate.', 'input': 'Haus', 'output': 'house'");
        assertThat(dialogue.conversation().turns())
                .containsExactly(Turn.user("Translate.\nHaus"), Turn.assistant("house"));
    }

    @Test
    void more_images_than_the_limit_are_refused() {
        String images = "'p0.png', ".repeat(199) + "'p0.png'";
        write(
                "{'id': 'many', 'images': ["
                        + images
                        + "], 'conversations': [{'from': 'human',"
                        + " 'value': '"
                        + "<image>".repeat(200)
                        + "'},"
                        + " {'from': 'gpt', 'value': 'Many.'}]}");
        Samples<Dialogue> rows =
                TestSources.json(file(), RecordSettings.usual()).samples("d", Dialogue.class);
        assertThatThrownBy(() -> rows.get(0))
                .hasMessageContaining("(id many)")
                .hasMessageContaining("has 200 images, more than max_images 100");
    }

    @Test
    void records_of_another_shape_are_counted_by_what_they_lack() {
        write(
                "{'id': 1, 'image': 'p0.png', 'question': 'Which?', 'answer': 'red'}\n"
                        + "{'id': 2, 'image': 'p0.png', 'question': 'Which?'}\n"
                        + "{'id': 3, 'image': 'p0.png', 'question': 'Which?', 'answer': null}\n"
                        + "{'id': 4, 'image': 'p0.png', 'caption': 'A shade'}\n"
                        + "{'id': 5, 'messages': [{'role': 'user', 'content': 'Hi'},"
                        + " {'role': 'assistant', 'content': 'Ho'}]}\n"
                        + "no json\n");
        for (int time = 0; time < 2; time++) {
            // The second time from the index.
            Samples<VisualQuestion> questions =
                    TestSources.json(file(), RecordSettings.usual())
                            .samples("image_qa", VisualQuestion.class);
            assertThat(TestSources.ids(questions)).containsExactly("1", "line 6");
            assertThat(questions.leftOut())
                    .containsOnly(
                            Map.entry("with no answer", 2L),
                            Map.entry("with no question and no answer", 1L),
                            Map.entry("with turns of another shape", 1L));
            List<LeftOut> told = new ArrayList<>();
            questions.eachLeftOut(9, told::add);
            List<LeftOut> first = new ArrayList<>();
            questions.eachLeftOut(2, first::add);
            assertThat(first).isEqualTo(told.subList(0, 2));
            assertThat(told).extracting(LeftOut::id).containsExactly("2", "3", "4", "5");
            assertThat(told.get(1).reason()).isEqualTo("with no answer");
            assertThat(told.get(1).place()).contains("rows.jsonl", "3");
        }
        Samples<CaptionedImage> captions =
                TestSources.json(file(), RecordSettings.usual())
                        .samples("caption", CaptionedImage.class);
        assertThat(captions.leftOut()).containsEntry("with no caption", 3L);
    }

    @Test
    void where_every_record_fits_none_is_left_out() {
        write("{'id': 1, 'image': 'p0.png', 'question': 'Which?', 'answer': 'red'}\n");
        Samples<VisualQuestion> questions =
                TestSources.json(file(), RecordSettings.usual())
                        .samples("image_qa", VisualQuestion.class);
        assertThat(questions.leftOut()).isEmpty();
        questions.eachLeftOut(9, record -> fail("told of " + record));
    }

    private <S extends Sample> S only(Class<S> type, String fields) {
        return all(type, fields).get(0);
    }

    private <S extends Sample> List<S> all(Class<S> type, String... fields) {
        StringBuilder text = new StringBuilder();
        for (String row : fields) {
            text.append('{').append(row).append("}\n");
        }
        write(text.toString());
        Samples<S> samples = TestSources.json(file(), RecordSettings.usual()).samples("task", type);
        return LongStream.range(0, samples.size()).mapToObj(samples::get).toList();
    }

    private Path file() {
        return folder.resolve("rows.jsonl");
    }

    private void write(String text) {
        try {
            Files.writeString(file(), text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
