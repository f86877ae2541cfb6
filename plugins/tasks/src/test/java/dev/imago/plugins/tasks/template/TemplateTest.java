package dev.imago.plugins.tasks.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
    private static final ImageSource IMAGE =
            ImageSource.of("x", new Picture(1, 1, new byte[] {0, 0, 0}));

    /** The reference drops a leading answer, and the end mark of an empty one; we keep both. */
    private static final Set<String> DIFFERS = Set.of("starts_with_assistant", "empty_answer");

    static Stream<Arguments> references() {
        String guide = "Below is a chat with a patient museum guide.";
        return Stream.of(
                Arguments.of("llama3", llama3(1, "once", "")),
                Arguments.of("llama3_two_newlines", llama3(2, "once", "")),
                Arguments.of("llama3_with_system_turn", llama3(1, "once", guide)),
                Arguments.of(
                        "chatml_direct",
                        new ChatmlTemplate(new ChatmlTemplateConfig("<|im_end|>", false, null))));
    }

    @ParameterizedTest
    @MethodSource("references")
    void writes_what_the_reference_writes(String name, ChatTemplate template) throws Exception {
        JsonNode rows;
        try (InputStream in = getClass().getResourceAsStream("/reference/" + name + ".json")) {
            rows = new JsonMapper().readTree(in).get("rows");
        }
        assertThat(rows).hasSizeGreaterThan(10);
        for (JsonNode row : rows) {
            if (DIFFERS.contains(row.get("name").asText())) {
                continue;
            }
            Conversation whole = conversation(row.get("conversation"));
            assertThat(written(template.render(whole, false)))
                    .isEqualTo(row.get("rendered").asText());
            if (row.get("answer_prompt").isTextual()) {
                List<Turn> turns = whole.turns().subList(0, whole.turns().size() - 1);
                assertThat(written(template.render(new Conversation("", turns), true)))
                        .isEqualTo(row.get("answer_prompt").asText());
            }
        }
    }

    @Test
    void answers_and_their_stop_are_learned_and_nothing_else() {
        Conversation conversation =
                Conversation.of(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Be kind.")), false),
                        Turn.user(new Part.Image(IMAGE), new Part.Text("\nBrighter?")),
                        Turn.assistant(new Part.Text("Here: "), new Part.Image(IMAGE)),
                        Turn.user("And?"),
                        new Turn(Role.ASSISTANT, List.of(new Part.Text("No.")), false));
        assertThat(learned(llama3(2, "once", ""), conversation))
                .isEqualTo("Here: [image]<|eot_id|>");
        assertThat(
                        learned(
                                new ChatmlTemplate(new ChatmlTemplateConfig(null, null, null)),
                                conversation))
                .isEqualTo("Here: [image]<|im_end|>");
        assertThat(learned(compact(), conversation)).isEqualTo(" Here:[image]<eos>");
    }

    @Test
    void llama3_begins_as_told() {
        Conversation hello = Conversation.of(Turn.user("Hello"));
        assertThat(written(llama3(2, "none", "").render(hello, false)))
                .isEqualTo("<|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|>");
        assertThat(written(llama3(1, "twice", "").render(hello, false)))
                .startsWith("<|begin_of_text|><|begin_of_text|><|start_header_id|>");
        assertThatThrownBy(() -> llama3(3, "once", "")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> llama3(2, "thrice", "")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_conversation_s_own_system_turn_wins() {
        Conversation own =
                Conversation.of(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Mine.")), false),
                        Turn.user("Hello"));
        assertThat(written(llama3(2, "once", "Yours.").render(own, false)))
                .contains("Mine.")
                .doesNotContain("Yours.");
    }

    @Test
    void chatml_is_as_published() {
        ChatTemplate template = new ChatmlTemplate(new ChatmlTemplateConfig(null, null, "S"));
        Conversation hello = Conversation.of(Turn.user("Hello"), Turn.assistant("Hi"));
        assertThat(written(template.render(hello, true)))
                .isEqualTo(
                        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n"
                                + "<|im_start|>assistant\nHi<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void compact_writes_one_token_a_role() {
        Conversation conversation =
                Conversation.of(
                        Turn.user(new Part.Image(IMAGE), new Part.Text("\nwhat is it")),
                        Turn.assistant("a bag"),
                        Turn.user("which colour"));
        List<Segment> segments = compact().render(conversation, true);
        assertThat(segments)
                .containsExactly(
                        new TextSegment("<user>", false),
                        new ImageSegment(new Part.Image(IMAGE), false),
                        new TextSegment("what is it <assistant>", false),
                        new TextSegment(" a bag <eos>", true),
                        new TextSegment(" <user> which colour <assistant>", false));
    }

    @Test
    void compact_without_an_assistant_token_answers_right_after_the_question() {
        ChatTemplate template =
                new CompactTemplate(new CompactTemplateConfig(null, "", null, null));
        Conversation conversation =
                Conversation.of(
                        Turn.user("what is it"), Turn.assistant("a bag"), Turn.user("which"));
        assertThat(template.render(conversation, true))
                .containsExactly(
                        new TextSegment("<user> what is it", false),
                        new TextSegment(" a bag <eos>", true),
                        new TextSegment(" <user> which", false));
    }

    @Test
    void each_frame_of_a_video_is_an_image() {
        Part.Video video = new Part.Video(List.of(IMAGE, IMAGE, IMAGE), 0.5);
        List<Segment> segments = compact().render(Conversation.of(Turn.user(video)), false);
        assertThat(segments.stream().filter(ImageSegment.class::isInstance)).hasSize(3);
    }

    private static Llama3Template llama3(int newlines, String bos, String system) {
        return new Llama3Template(new Llama3TemplateConfig(newlines, bos, system));
    }

    private static CompactTemplate compact() {
        return new CompactTemplate(new CompactTemplateConfig(null, null, null, null));
    }

    private static Conversation conversation(JsonNode turns) {
        List<Turn> all = new ArrayList<>();
        for (JsonNode turn : turns) {
            List<Part> parts = new ArrayList<>();
            String[] texts = turn.get("value").asText().split("<image>", -1);
            for (int i = 0; i < texts.length; i++) {
                if (i > 0) {
                    parts.add(new Part.Image(IMAGE));
                }
                parts.add(new Part.Text(texts[i]));
            }
            boolean user = turn.get("from").asText().equals("human");
            all.add(new Turn(user ? Role.USER : Role.ASSISTANT, parts, !user));
        }
        return new Conversation("", all);
    }

    private static String written(List<Segment> segments) {
        return segments.stream()
                .map(
                        segment ->
                                segment instanceof TextSegment text
                                        ? text.text()
                                        : "<image_start><image><image_end>")
                .collect(Collectors.joining());
    }

    private static String learned(ChatTemplate template, Conversation conversation) {
        return template.render(conversation, false).stream()
                .filter(Segment::learned)
                .map(segment -> segment instanceof TextSegment text ? text.text() : "[image]")
                .collect(Collectors.joining());
    }
}
