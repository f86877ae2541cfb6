package dev.imago.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Role;
import dev.imago.api.data.Sample;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TaskFormatter} must keep. Extend it, give a formatter and a sample, and run it
 * with the plugin's other tests.
 *
 * @param <S> the shape of the samples
 */
public abstract class TaskFormatterContract<S extends Sample> {
    private static final int SEEDS = 20;

    /** The formatter under test; may be called often. */
    protected abstract TaskFormatter<S> formatter();

    /** A sample of the task. */
    protected abstract S sample();

    @Test
    void takes_the_shape_it_names() {
        assertThat(sample()).isInstanceOf(formatter().sampleType());
    }

    @Test
    void the_same_seed_brings_the_same_words_on_any_thread() {
        TaskFormatter<S> formatter = formatter();
        S sample = sample();
        List<Conversation> inOrder = IntStream.range(0, SEEDS).mapToObj(this::phrased).toList();
        IntStream.range(0, SEEDS)
                .parallel()
                .forEach(
                        seed ->
                                assertThat(formatter.conversation(sample, new Random(seed)).turns())
                                        .hasSameSizeAs(inOrder.get(seed).turns())
                                        .extracting(Turn::text)
                                        .isEqualTo(words(inOrder.get(seed))));
    }

    @Test
    void a_training_conversation_has_something_to_learn() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Conversation conversation = phrased(seed);
            assertThat(conversation.id()).isEqualTo(sample().id());
            assertThat(conversation.turns())
                    .as("learned turns with something in them")
                    .anyMatch(turn -> turn.learned() && !turn.parts().isEmpty());
            assertThat(conversation.turns())
                    .filteredOn(Turn::learned)
                    .extracting(Turn::role)
                    .containsOnly(Role.ASSISTANT);
        }
    }

    @Test
    void a_request_keeps_the_media_and_ends_where_the_answer_begins() {
        ImageSource first = image("first");
        ImageSource second = image("second");
        TaskRequest request =
                new TaskRequest("words", List.of(new Part.Image(first), new Part.Image(second)));
        Conversation asked = formatter().request(request);
        assertThat(asked.images()).containsExactly(first, second);
        assertThat(last(asked).role()).isNotEqualTo(Role.ASSISTANT);
        assertThat(asked.turns()).noneMatch(Turn::learned);
    }

    @Test
    void items_have_ids_of_their_own_and_end_where_the_answer_begins() {
        S sample = sample();
        List<TaskItem> items = formatter().items(sample);
        assertThat(items).extracting(TaskItem::id).doesNotHaveDuplicates();
        for (TaskItem item : items) {
            assertThat(item.id()).startsWith(sample.id());
            assertThat(item.kind()).isNotBlank();
            assertThat(last(item.request()).role()).isNotEqualTo(Role.ASSISTANT);
            assertThat(item.expected().role()).isEqualTo(Role.ASSISTANT);
        }
    }

    @Test
    void the_parts_of_an_answer_have_names_and_those_of_silence_are_none() {
        TaskFormatter<S> formatter = formatter();
        Turn silence = new Turn(Role.ASSISTANT, List.of(), true);
        for (TaskItem item : formatter.items(sample())) {
            assertThat(formatter.parse(item.request(), item.expected())).as(item.id()).isNotEmpty();
            assertThat(formatter.parse(item.request(), silence)).as(item.id()).isEmpty();
        }
    }

    @Test
    void the_right_answer_scores_one_and_silence_less() {
        TaskFormatter<S> formatter = formatter();
        for (TaskItem item : formatter.items(sample())) {
            assertThat(formatter.score(item, item.expected())).as(item.id()).isEqualTo(1.0);
            Turn silence = new Turn(Role.ASSISTANT, List.of(), true);
            assertThat(formatter.score(item, silence)).as(item.id()).isBetween(0.0, 0.999);
        }
    }

    private Conversation phrased(int seed) {
        return formatter().conversation(sample(), new Random(seed));
    }

    private static List<String> words(Conversation conversation) {
        return conversation.turns().stream().map(Turn::text).toList();
    }

    private static Turn last(Conversation conversation) {
        return conversation.turns().get(conversation.turns().size() - 1);
    }

    private static ImageSource image(String id) {
        return ImageSource.of(id, new Picture(1, 1, new byte[3]));
    }
}
