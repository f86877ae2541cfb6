package dev.imago.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.data.Part;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateVerbTest {
    @TempDir Path folder;

    private final FakeModel model = new FakeModel();
    private final TestConsole console =
            new TestConsole().with(new GenerateVerb((path, plugins) -> model));

    @Test
    void prints_text_and_saves_what_is_drawn() {
        Path drawn = folder.resolve("drawings/image-0.png");
        assertThat(run("Draw a shoe.", "--out", drawn.getParent().toString())).isZero();
        assertThat(console.out()).isEqualTo("You said: Draw a shoe.\n" + drawn + "\n");
        assertThat(console.err()).isEmpty();
        assertThat(new ImageFiles().read(drawn).rgb()).isEqualTo(FakeModel.DRAWN.rgb());
        assertThat(model.closed).isTrue();
    }

    @Test
    void json_is_one_object_on_standard_output() throws IOException {
        assertThat(run("Draw it.", "--json", "--out", folder.toString())).isZero();
        JsonNode object = new ObjectMapper().readTree(console.out());
        assertThat(object.path("text").asText()).isEqualTo("You said: Draw it.");
        assertThat(object.path("images").path(0).asText()).endsWith("image-0.png");
        assertThat(object.path("content").path(1).path("file").asText()).endsWith("image-0.png");
        assertThat(object.path("reason").asText()).isEqualTo("stop");
        assertThat(object.path("usage").path("visual_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void drawn_images_are_rendered_again_with_each_further_guidance() throws IOException {
        assertThat(
                        run(
                                "Draw it.",
                                "--guidance",
                                "6,7.5,10",
                                "--steps",
                                "20",
                                "--json",
                                "--out",
                                folder.toString()))
                .isZero();
        assertThat(model.options.get(0).render().guidance()).isEqualTo(6);
        assertThat(model.options.get(0).render().steps()).isEqualTo(20);
        assertThat(model.rendered).containsExactly(7.5, 10.0);
        JsonNode others = new ObjectMapper().readTree(console.out()).path("other_guidance");
        assertThat(others.path(0).asText()).endsWith("image-0-g7.5.png");
        assertThat(folder.resolve("image-0-g10.0.png")).exists();
        assertThat(run("Draw it.", "--guidance", "0.9")).isEqualTo(2);
        assertThat(console.err()).contains("--guidance", "at least 1");
    }

    @Test
    void the_model_s_sampling_holds_where_no_switch_says_otherwise() {
        model.defaults =
                new GenerationOptions(256, 8, 0.6, 40, 0.9, 0, RenderOptions.DEFAULT, null);
        assertThat(run("Hello.")).isZero();
        assertThat(run("Hello.", "--temperature", "0", "--top-p", "1", "--seed", "4")).isZero();

        assertThat(model.options.get(0))
                .returns(0.6, GenerationOptions::temperature)
                .returns(40, GenerationOptions::topK)
                .returns(0.9, GenerationOptions::topP);
        assertThat(model.options.get(1))
                .returns(0.0, GenerationOptions::temperature)
                .returns(40, GenerationOptions::topK)
                .returns(1.0, GenerationOptions::topP)
                .returns(4L, GenerationOptions::seed);
    }

    @Test
    void strength_draws_from_the_picture_and_needs_one() {
        Path photo = folder.resolve("photo.png");
        PictureWriter.write(FakeModel.DRAWN, photo);
        String image = photo.toString();
        String out = folder.toString();
        String[] words = {"Draw it green", "--image", image, "--strength", "0.7"};
        String[] more = {"--guidance", "2,3", "--out", out};
        assertThat(run(Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new))).isZero();
        RenderOptions.Start start = model.options.get(0).render().start();
        assertThat(start.strength()).isEqualTo(0.7);
        assertThat(start.picture().rgb()).isEqualTo(FakeModel.DRAWN.rgb());
        assertThat(model.renderedFrom).containsExactly(start);

        assertThat(refused("--strength", "0.7"))
                .contains("--strength: starts from one --image", "are 0 of them");
        assertThat(refused("--image", image, "--image", image, "--strength", "1"))
                .contains("are 2 of them");
        assertThat(refused("--image", image, "--strength", "1.5"))
                .contains("--strength: is 1.5, expected 0 to 1");
    }

    private String refused(String... options) {
        TestConsole other = new TestConsole().with(new GenerateVerb((path, plugins) -> model));
        String[] words = {"generate", folder.toString(), "Draw it."};
        String[] all = Stream.of(words, options).flatMap(Stream::of).toArray(String[]::new);
        assertThat(other.run(all)).isEqualTo(2);
        return other.err();
    }

    @Test
    void pictures_go_before_the_words() {
        Path photo = folder.resolve("photo.png");
        PictureWriter.write(FakeModel.DRAWN, photo);
        assertThat(run("What is it?", "--image", photo.toString())).isZero();
        assertThat(model.asked.get(0).turns().get(0).parts())
                .hasSize(2)
                .first()
                .isInstanceOf(Part.Image.class);
    }

    @Test
    void a_video_goes_with_the_words_at_so_many_frames_a_second() {
        assertThat(run("What moves?", "--video", "clip.mp4", "--fps", "2")).isZero();
        assertThat(model.asked.get(0).turns().get(0).parts().get(0))
                .isInstanceOfSatisfying(
                        Part.Video.class, video -> assertThat(video.frames()).hasSize(2));

        assertThat(run("What moves?", "--video", "clip.mp4", "--fps", "0")).isEqualTo(2);
        assertThat(console.err()).contains("--fps", "more than 0");
    }

    @Test
    void a_task_phrases_the_request() {
        assertThat(run("a shoe", "--task", "generate")).isZero();
        assertThat(model.asked.get(0).turns().get(0).text()).isEqualTo("generate: a shoe");
    }

    @Test
    void a_task_names_the_parts_of_the_answer() throws IOException {
        assertThat(run("a shoe", "--task", "Draw", "--json", "--out", folder.toString())).isZero();
        JsonNode parts = new ObjectMapper().readTree(console.out()).path("parts");
        assertThat(parts.path("text").path("text").asText()).isEqualTo("You said: Draw: a shoe");
        assertThat(parts.path("image").path("file").asText()).endsWith("image-0.png");
    }

    @Test
    void a_step_of_a_task_shows_what_the_model_asked_to_see() throws IOException {
        Path photo = folder.resolve("photo.png");
        PictureWriter.write(FakeModel.DRAWN, photo);
        String[] words = {
            "what", "--task", "look", "--image", photo.toString(), "--out", folder.toString()
        };
        assertThat(run(words)).isZero();
        Path look = folder.resolve("image-0.png");
        assertThat(console.out())
                .isEqualTo(
                        String.join(
                                "\n",
                                "You said: look: what",
                                look.toString(),
                                "You said: Draw this",
                                folder.resolve("image-1.png").toString(),
                                ""));
        assertThat(new ImageFiles().read(look).rgb()).containsExactly(0, 0, (byte) 255);

        TestConsole json = new TestConsole().with(new GenerateVerb((path, plugins) -> model));
        String[] all = {"generate", folder.toString(), "--json"};
        assertThat(json.run(Stream.of(all, words).flatMap(Stream::of).toArray(String[]::new)))
                .isZero();
        JsonNode object = new ObjectMapper().readTree(json.out());
        assertThat(object.path("text").asText()).isEqualTo("You said: Draw this");
        assertThat(object.path("images")).hasSize(1);
        assertThat(object.path("content").path(1).path("file").asText()).endsWith("image-1.png");
        assertThat(object.path("parts").path("look").path("file").asText()).endsWith("image-0.png");
    }

    @Test
    void a_dash_reads_the_prompt_from_standard_input() {
        console.typing("What is\nit?\n");
        assertThat(run("-")).isZero();
        assertThat(console.out()).isEqualTo("You said: What is\nit?\n");
    }

    @Test
    void sampling_options_reach_the_model() {
        run("Hi", "--temperature", "0.7", "--top-k", "5", "--top-p=0.9", "--seed", "11");
        assertThat(model.options.get(0).temperature()).isEqualTo(0.7);
        assertThat(model.options.get(0).topK()).isEqualTo(5);
        assertThat(model.options.get(0).topP()).isEqualTo(0.9);
        assertThat(model.options.get(0).seed()).isEqualTo(11);
        assertThat(model.options.get(0).render().seed()).isEqualTo(11);
    }

    @Test
    void an_answer_that_was_cut_says_so() {
        assertThat(run("Hi", "--max-new-tokens", "1")).isZero();
        assertThat(console.err()).contains("--max-new-tokens");
    }

    @Test
    void bad_values_are_told_with_the_option() {
        assertThat(run("Hi", "--top-p", "7")).isEqualTo(2);
        assertThat(console.err()).contains("[USAGE] --top-p: is 7.0");
        assertThat(run("Hi", "--top-k", "x")).isEqualTo(2);
        assertThat(console.err()).contains("--top-k", "'x' is not an int");
    }

    @Test
    void nothing_to_answer_is_a_mistake() {
        assertThat(console.run("generate", folder.toString())).isEqualTo(2);
        assertThat(console.err()).contains("PROMPT is missing");
    }

    @Test
    void a_picture_or_model_that_is_not_there_is_told() {
        assertThat(run("Hi", "--image", "no.png")).isEqualTo(3);
        assertThat(console.err()).contains("[FILE_NOT_FOUND] no.png");
        TestConsole other = new TestConsole().with(new GenerateVerb((path, plugins) -> model));
        assertThat(other.run("generate", "no/model", "Hi")).isEqualTo(3);
        assertThat(other.err()).contains("[FILE_NOT_FOUND] no/model: does not exist.");
    }

    private int run(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "generate";
        all[1] = folder.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return console.run(all);
    }
}
