package dev.imago.plugins.tasks.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Templates without a token for each role. */
class InstTemplatesTest {
    private static final Part IMAGE =
            new Part.Image(ImageSource.of("x", new Picture(1, 1, new byte[3])));

    private static final Conversation SAID =
            Conversation.of(
                    new Turn(Role.SYSTEM, List.of(new Part.Text("S")), false),
                    Turn.user("Q"),
                    Turn.assistant("A"),
                    Turn.user("R"),
                    Turn.assistant("B"));

    @Test
    void mistral_has_spaces_by_version() {
        assertThat(written(mistral("v1")))
                .isEqualTo("<s>[INST] S\n\nQ [/INST]| A</s>|[INST] R [/INST]| B</s>|");
        assertThat(written(mistral("v3")))
                .isEqualTo("<s>[INST] S\n\nQ[/INST]| A</s>|[INST] R[/INST]| B</s>|");
        assertThat(written(mistral("tekken")))
                .isEqualTo("<s>[INST]S\n\nQ[/INST]|A</s>|[INST]R[/INST]|B</s>|");
        assertThat(written(mistral("v7")))
                .isEqualTo(
                        "<s>[SYSTEM_PROMPT] S[/SYSTEM_PROMPT][INST] Q[/INST]| A</s>|"
                                + "[INST] R[/INST]| B</s>|");
        assertThat(written(mistral("v7-tekken")))
                .isEqualTo(
                        "<s>[SYSTEM_PROMPT]S[/SYSTEM_PROMPT][INST]Q[/INST]|A</s>|"
                                + "[INST]R[/INST]|B</s>|");
        assertThatThrownBy(() -> mistral("v2")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void llama_2_begins_each_question_anew() {
        ChatTemplate template =
                new Llama2Template(new Llama2TemplateConfig(null, null, null, null));
        assertThat(written(template))
                .isEqualTo(
                        "<s>[INST] <<SYS>>\nS\n<</SYS>>\n\nQ [/INST]| A </s>|"
                                + "<s>[INST] R [/INST]| B </s>|");
        assertThat(template.stopTokens()).containsExactly("</s>");
    }

    @Test
    void vicuna_names_who_speaks() {
        ChatTemplate template =
                new VicunaTemplate(new VicunaTemplateConfig(null, null, null, null, null, null));
        assertThat(written(template))
                .isEqualTo("<s>S USER: Q ASSISTANT:| A</s>|USER: R ASSISTANT:| B</s>|");
        Conversation asked = Conversation.of(Turn.user("Q"));
        assertThat(text(template.render(asked, true))).isEqualTo("<s>USER: Q ASSISTANT:");
    }

    @Test
    void plain_can_leave_the_user_s_words_out() {
        PlainTemplate plain =
                new PlainTemplate(new PlainTemplateConfig("<s>", null, false, "</s>", null));
        Conversation shown =
                Conversation.of(
                        Turn.user(IMAGE, new Part.Text("Describe it.")), Turn.assistant("A bag."));
        assertThat(text(plain.render(shown, false))).isEqualTo("<s>[image]A bag.</s>\n");
        assertThat(plain.stopTokens()).containsExactly("</s>");
        assertThat(plain(null).stopTokens()).isEmpty();
    }

    @Test
    void plain_learns_the_answers_or_all_that_follows_the_first_turn() {
        assertThat(written(plain("answers"))).isEqualTo("S\nQ\n|A\n|R\n|B\n|");
        assertThat(written(plain("rest"))).isEqualTo("S\nQ|\nA\nR\nB\n|");
        Conversation unweighted =
                Conversation.of(
                        Turn.user("Q"),
                        new Turn(Role.ASSISTANT, List.of(new Part.Text("A")), false),
                        Turn.user("R"));
        assertThat(written(plain("rest"), unweighted)).isEqualTo("Q|\n|A\n|R\n|");
    }

    @Test
    void plain_refuses_other_things_to_learn() {
        assertThatThrownBy(() -> plain("all"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("answers");
    }

    private static ChatTemplate plain(String learned) {
        return new PlainTemplate(new PlainTemplateConfig(null, null, null, null, learned));
    }

    private static ChatTemplate mistral(String version) {
        return new MistralTemplate(new MistralTemplateConfig(version, null, null, null));
    }

    /** The conversation, with a bar wherever learned begins or ends. */
    private static String written(ChatTemplate template) {
        return written(template, SAID);
    }

    private static String written(ChatTemplate template, Conversation conversation) {
        StringBuilder written = new StringBuilder();
        for (Segment segment : template.render(conversation, false)) {
            String text = ((TextSegment) segment).text();
            written.append(segment.learned() ? "|" + text + "|" : text);
        }
        return written.toString();
    }

    private static String text(List<Segment> segments) {
        return segments.stream()
                .map(segment -> segment instanceof TextSegment text ? text.text() : "[image]")
                .collect(Collectors.joining());
    }
}
