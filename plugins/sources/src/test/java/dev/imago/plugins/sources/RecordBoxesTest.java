package dev.imago.plugins.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.CloserLook;
import dev.imago.api.data.Crop;
import dev.imago.api.data.Dialogue;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ImagoException;
import dev.imago.plugins.sources.record.RecordSettings;
import dev.imago.plugins.sources.record.RecordSettings.BoxFormat;
import dev.imago.plugins.sources.record.RecordSettings.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that point to a part of an image. */
class RecordBoxesTest extends RecordBed {
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
}
