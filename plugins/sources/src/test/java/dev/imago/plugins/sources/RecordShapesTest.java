package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.EditPair;
import dev.imago.api.data.FrameSequence;
import dev.imago.api.data.LeftOut;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Samples;
import dev.imago.api.data.Turn;
import dev.imago.api.data.UnlabelledImage;
import dev.imago.api.data.VisualQuestion;
import dev.imago.plugins.sources.record.RecordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as published data sets write them. */
class RecordShapesTest extends RecordBed {
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
    @CsvSource({"'', Saved as p0.png", "'', PNG", "png, PNG", "A bag., p0.png"})
    void words_that_end_like_names_of_images_stay_words(String input, String output) {
        String fields =
                "'instruction': 'Do.', 'input': '" + input + "', 'output': '" + output + "'";
        assertThat(all(EditPair.class, fields)).isEmpty();
        assertThat(only(Dialogue.class, fields).conversation().turns().get(1))
                .isEqualTo(Turn.assistant(output));
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
}
