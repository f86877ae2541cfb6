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
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.ChatTemplate.ImageSegment;
import dev.imago.api.text.ChatTemplate.Segment;
import dev.imago.api.text.ChatTemplate.TextSegment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates of models against what transformers makes of them. */
class AutoTemplateTest {
    private static final Part IMAGE =
            new Part.Image(ImageSource.of("x", new Picture(1, 1, new byte[3])));

    /** Those that strip white space around what is said. */
    private static final Set<String> TRIMMING = Set.of("header", "renamed");

    @TempDir Path folder;

    static Stream<Arguments> goldens() throws IOException {
        try (InputStream in = AutoTemplateTest.class.getResourceAsStream("/jinja/goldens.json")) {
            JsonNode cases = new JsonMapper().readTree(in).path("cases");
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(golden -> Arguments.of(golden.path("name").asText(), golden));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldens")
    void writes_what_transformers_writes(String name, JsonNode golden) {
        ChatTemplate template = template(golden);
        assertThat(golden.path("rows")).hasSizeGreaterThan(4);
        for (JsonNode row : golden.path("rows")) {
            Conversation conversation = conversation(row.path("messages"));
            if (row.has("error")) {
                assertThatThrownBy(() -> template.render(conversation, false))
                        .isInstanceOf(ImagoException.class)
                        .hasMessageContaining(row.path("error").asText());
                continue;
            }
            assertThat(written(template.render(conversation, false)))
                    .isEqualTo(row.path("whole").asText());
            assertThat(written(template.render(conversation, true)))
                    .isEqualTo(row.path("open").asText());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldens")
    void learns_answers_and_their_ends(String name, JsonNode golden) {
        ChatTemplate template = template(golden);
        String end = golden.path("tokens").path("eos_token").asText();
        for (JsonNode row : golden.path("rows")) {
            if (row.has("error")) {
                continue;
            }
            StringBuilder answers = new StringBuilder();
            for (JsonNode message : row.path("messages")) {
                if (message.path("role").asText().equals("assistant")) {
                    String said = message.path("content").asText();
                    answers.append(TRIMMING.contains(name) ? said.strip() : said).append(end);
                }
            }
            String learned =
                    template.render(conversation(row.path("messages")), false).stream()
                            .filter(Segment::learned)
                            .map(segment -> ((TextSegment) segment).text())
                            .collect(Collectors.joining());
            assertThat(learned).isEqualTo(answers.toString());
        }
    }

    @Test
    void thoughts_are_taken_apart_as_python_does_it() throws IOException {
        JsonNode thinking = whole().path("thinking");
        JinjaRenderer renderer =
                new JinjaRenderer(thinking.path("template").asText(), Map.of(), "2024-07-26");
        assertThat(thinking.path("rows")).hasSize(3);
        for (JsonNode row : thinking.path("rows")) {
            List<Map<String, Object>> messages = messages(row.path("messages"));
            assertThat(renderer.render(messages, false)).isEqualTo(row.path("whole").asText());
            assertThat(renderer.render(messages, true)).isEqualTo(row.path("open").asText());
        }
    }

    @Test
    void slices_and_methods_of_texts_are_python_s() throws IOException {
        JsonNode expressions = whole().path("expressions");
        List<Map<String, Object>> messages = messages(expressions.path("messages"));
        Map<String, String> text = Map.of("text", expressions.path("text").asText());
        SoftAssertions all = new SoftAssertions();
        for (JsonNode row : expressions.path("rows")) {
            String expression = row.path("expression").asText();
            String template = "{{ " + expression + " }}";
            all.assertThatCode(
                            () ->
                                    assertThat(
                                                    new JinjaRenderer(template, text, "2024-07-26")
                                                            .render(messages, false))
                                            .isEqualTo(row.path("rendered").asText()))
                    .as(expression)
                    .doesNotThrowAnyException();
        }
        all.assertAll();
        assertThat(expressions.path("rows")).hasSizeGreaterThan(30);
    }

    @Test
    void what_is_no_code_or_stands_between_quotes_is_no_slice() {
        assertThat(JinjaText.ofPython("a[::-1] {{ 'b[::-1]' ~ c[1: :d] }}"))
                .isEqualTo("a[::-1] {{ 'b[::-1]' ~ c.imago_slice(1, '', d) }}");
        assertThat(JinjaText.ofPython("f(a=b - 1) {% set a = f(b=c|d(e=1 + 2) - 1, g=',') %}"))
                .isEqualTo("f(a=b - 1) {% set a = f(b=(c|d(e=(1 + 2)) - 1), g=',') %}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{{ 'a b'.split('') }}         | empty separator",
                "{{ 'a'.replace('a') }}        | 'replace' has the arguments [a], expected 2 to 3",
                "{{ 'a'.find('a', 1) }}        | 'find' has the arguments [a, 1], expected 1 without",
                "{{ 'a b'.split(maxsplit=1) }} | without names",
                "{{ 'a'[::0] }}                | step of zero",
                "{% for m in messages if m %}  | a loop with a condition"
            })
    void what_can_t_be_rendered_as_python_does_is_refused(String template, String told) {
        assertThatThrownBy(() -> template(template).render(Conversation.of(Turn.user("hi")), false))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining(told);
    }

    private static JsonNode whole() throws IOException {
        try (InputStream in = AutoTemplateTest.class.getResourceAsStream("/jinja/goldens.json")) {
            return new JsonMapper().readTree(in);
        }
    }

    private static List<Map<String, Object>> messages(JsonNode from) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (JsonNode message : from) {
            messages.add(
                    Map.of(
                            "role", message.path("role").asText(),
                            "content", message.path("content").asText()));
        }
        return messages;
    }

    @Test
    void images_stand_where_they_are_said() {
        ChatTemplate template = template("{% for m in messages %}<{{ m.content }}>{% endfor %}");
        Conversation drawing =
                Conversation.of(
                        Turn.user(IMAGE, new Part.Text("brighter")),
                        Turn.assistant(new Part.Text("Here:"), IMAGE),
                        new Turn(Role.ASSISTANT, List.of(new Part.Text("not learned")), false));
        assertThat(template.render(drawing, false))
                .containsExactly(
                        new TextSegment("<", false),
                        new ImageSegment((Part.Image) IMAGE, false),
                        new TextSegment("brighter><", false),
                        new TextSegment("Here:", true),
                        new ImageSegment((Part.Image) IMAGE, true),
                        new TextSegment(">", true),
                        new TextSegment("<not learned>", false));
    }

    @Test
    void a_template_that_drops_answers_or_images_is_refused() {
        Conversation said = Conversation.of(Turn.user(IMAGE), Turn.assistant("yes"));
        assertThatThrownBy(() -> template("{{ messages[0].content }}").render(said, false))
                .hasMessageContaining("writes 0 of 1 answers");
        assertThatThrownBy(() -> template("{{ messages[1].content }}>").render(said, false))
                .hasMessageContaining("writes 0 of 1 images");
        String looking =
                "{{ 'long' if messages[1].content|length > 2 else 'short' }}"
                        + "{{ messages[0].content }}{{ messages[1].content }}>";
        assertThatThrownBy(() -> template(looking).render(said, false))
                .hasMessageContaining("changes what stands around an answer by the answer");
    }

    @Test
    void an_image_is_written_once() {
        Conversation said = Conversation.of(Turn.user(IMAGE));
        String twice = "{{ messages[0].content }}{{ messages[0].content }}";
        assertThatThrownBy(() -> template(twice).render(said, false))
                .hasMessageContaining("writes an image more than once");
        Conversation odd = Conversation.of(Turn.user("a\uFDD0b"));
        assertThatThrownBy(() -> template(twice).render(odd, false)).hasMessageContaining("U+FDD0");
    }

    @Test
    void the_day_is_the_same_every_day() {
        Conversation said = Conversation.of(Turn.user("hi"));
        String telling = "{{ strftime_now('%d %b %Y') }}";
        assertThat(written(template(telling).render(said, false))).isEqualTo("26 Jul 2024");
        AutoTemplateConfig other =
                new AutoTemplateConfig(null, telling, null, List.of(">"), "2031-01-02");
        assertThat(written(new AutoTemplate(other).render(said, false))).isEqualTo("02 Jan 2031");
        assertThatThrownBy(() -> new AutoTemplateConfig(null, "x", null, List.of(">"), "today"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2024-07-26");
    }

    @Test
    void a_broken_template_is_told() {
        Conversation said = Conversation.of(Turn.user("hi"));
        assertThatThrownBy(() -> template("{% nonsense %}").render(said, false))
                .isInstanceOf(ImagoException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void model_folders_bring_template_and_tokens() throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(
                config,
                "{\"chat_template\": \"{{ bos_token }}!\", \"bos_token\": {\"content\": \"<s>\"},"
                        + " \"eos_token\": \"</s>\", \"pad_token\": null}");
        for (Path from : List.of(folder, config)) {
            AutoTemplateConfig read = new AutoTemplateConfig(from, null, null, null, null);
            assertThat(read.chatTemplate()).isEqualTo("{{ bos_token }}!");
            assertThat(read.tokens()).isEqualTo(Map.of("bos_token", "<s>", "eos_token", "</s>"));
            assertThat(read.stop()).containsExactly("</s>");
            assertThat(read.from()).isNull();
        }
        Files.writeString(folder.resolve("chat_template.jinja"), "other");
        assertThat(new AutoTemplateConfig(folder, null, null, null, null).chatTemplate())
                .isEqualTo("other");
        Files.writeString(
                config,
                "{\"eos_token\": \"</s>\", \"chat_template\": [{\"name\": \"tool_use\","
                        + " \"template\": \"a\"}, {\"name\": \"default\", \"template\": \"b\"}]}");
        assertThat(new AutoTemplateConfig(config, null, null, null, null).chatTemplate())
                .isEqualTo("b");
    }

    @Test
    void what_is_missing_is_told() throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"eos_token\": \"</s>\"}");
        assertThatThrownBy(() -> new AutoTemplateConfig(config, null, null, null, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("has no chat_template");
        assertThatThrownBy(() -> new AutoTemplateConfig(null, null, null, null, null))
                .hasMessageContaining("is required");
        assertThatThrownBy(() -> new AutoTemplateConfig(null, "x", null, null, null))
                .hasMessageContaining("names no eos_token");
        assertThatThrownBy(() -> new AutoTemplateConfig(config, "x", null, null, null))
                .hasMessageContaining("can't be given together");
    }

    private static ChatTemplate template(String text) {
        return new AutoTemplate(new AutoTemplateConfig(null, text, null, List.of(">"), null));
    }

    private static ChatTemplate template(JsonNode golden) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> token : golden.path("tokens").properties()) {
            tokens.put(token.getKey(), token.getValue().asText());
        }
        return new AutoTemplate(
                new AutoTemplateConfig(null, golden.path("template").asText(), tokens, null, null));
    }

    private static Conversation conversation(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            Role role = Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT));
            Part said = new Part.Text(message.path("content").asText());
            turns.add(new Turn(role, List.of(said), role == Role.ASSISTANT));
        }
        return new Conversation("", turns);
    }

    private static String written(List<Segment> segments) {
        return segments.stream()
                .map(segment -> ((TextSegment) segment).text())
                .collect(Collectors.joining());
    }
}
