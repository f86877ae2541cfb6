package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatVerbTest {
    @TempDir Path folder;

    private final FakeModel model = new FakeModel();
    private final TestConsole console =
            new TestConsole().with(new ChatVerb((path, plugins) -> model));

    @Test
    void answers_each_line_and_remembers_the_turns() {
        assertThat(chat("Hello\n\nAgain")).isZero();
        assertThat(console.out()).isEqualTo("You said: Hello\nYou said: Again\n");
        assertThat(model.asked.get(1).turns())
                .extracting(Turn::text)
                .containsExactly("Hello", "You said: Hello", "Again");
    }

    @Test
    void a_backslash_goes_on_in_the_next_line() {
        chat("two\\\nlines");
        assertThat(model.asked.get(0).turns().get(0).text()).isEqualTo("two\nlines");
    }

    @Test
    void drawn_pictures_never_overwrite_others() throws IOException {
        Files.writeString(folder.resolve("image-0.png"), "mine");
        chat("Draw one\nDraw two");
        assertThat(Files.readString(folder.resolve("image-0.png"))).isEqualTo("mine");
        assertThat(folder.resolve("image-1.png")).exists();
        assertThat(folder.resolve("image-2.png")).exists();
    }

    @Test
    void an_attached_picture_goes_with_the_next_message_only() {
        Path photo = folder.resolve("photo.png");
        PictureWriter.write(FakeModel.DRAWN, photo);
        chat("/image " + photo + "\nWhat is it?\nAnd now?");
        assertThat(model.asked.get(0).turns().get(0).parts().get(0)).isInstanceOf(Part.Image.class);
        assertThat(model.asked.get(1).turns().get(2).parts()).hasSize(1);
    }

    @Test
    void reset_forgets_and_seed_changes_the_seed() {
        chat("Hello\n/reset\n/seed 5\nAgain");
        assertThat(model.asked.get(1).turns()).hasSize(1);
        assertThat(model.options.get(1).seed()).isEqualTo(5);
        assertThat(model.options.get(1).render().seed()).isEqualTo(5);
    }

    @Test
    void saves_the_conversation_as_json() throws IOException {
        Path file = folder.resolve("talk.json");
        chat("Draw it\n/save " + file + "\n/quit\nnever said");
        JsonNode messages = new ObjectMapper().readTree(file.toFile()).path("messages");
        assertThat(messages.path(1).path("role").asText()).isEqualTo("assistant");
        assertThat(messages.path(1).path("content").path(1).path("file").asText())
                .isEqualTo(folder.resolve("image-0.png").toString());
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void json_holds_the_whole_conversation() throws IOException {
        console.typing("Hello\nAgain\n");
        assertThat(run("--json")).isZero();
        JsonNode object = new ObjectMapper().readTree(console.out());
        assertThat(object.path("messages")).hasSize(4);
    }

    @Test
    void mistakes_are_told_and_the_chat_goes_on() {
        assertThat(chat("/imge x\n/seed many\n/image\ntoo long\nHello")).isEqualTo(2);
        assertThat(console.err())
                .contains("/imge: no such command. Did you mean '/image'?")
                .contains("/seed: expected a whole number")
                .contains("/image: expected a file")
                .contains("prompt: is too long");
        assertThat(console.out()).isEqualTo("You said: Hello\n");
    }

    @Test
    void help_lists_the_commands() {
        assertThat(chat("/help")).isZero();
        assertThat(console.err()).contains("/image FILE", "/save FILE", "/quit");
    }

    private int chat(String lines) {
        console.typing(lines + "\n");
        return run();
    }

    private int run(String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "chat";
        all[1] = folder.toString();
        all[2] = "--out";
        all[3] = folder.toString();
        System.arraycopy(words, 0, all, 4, words.length);
        return console.run(all);
    }
}
