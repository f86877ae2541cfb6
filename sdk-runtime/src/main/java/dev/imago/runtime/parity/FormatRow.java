package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Role;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** One recorded conversation, with what the reference made of it. */
record FormatRow(JsonNode json) {
    private static final String PLACEHOLDER = "<image>";

    String name() {
        return json.path("name").asText() + (marks() ? "" : " without marks");
    }

    /** Whether marks stand around images. */
    boolean marks() {
        return json.path("mm_use_im_start_end").asBoolean(true);
    }

    boolean has(String key) {
        return !json.path(key).isMissingNode() && !json.path(key).isNull();
    }

    String text(String key) {
        return json.path(key).asText();
    }

    boolean flag(String key) {
        return json.path(key).asBoolean();
    }

    long[] numbers(String key) {
        return numbers(json.path(key));
    }

    static long[] numbers(JsonNode list) {
        LongStream numbers =
                StreamSupport.stream(list.spliterator(), false).mapToLong(JsonNode::asLong);
        return numbers.toArray();
    }

    /** What was said, as recorded. */
    Conversation conversation() {
        List<Turn> turns = new ArrayList<>();
        int images = 0;
        for (JsonNode turn : json.path("conversation")) {
            List<Part> parts = new ArrayList<>();
            String[] texts = turn.path("value").asText().split(PLACEHOLDER, -1);
            for (int i = 0; i < texts.length; i++) {
                if (i > 0) {
                    parts.add(new Part.Image(new NumberedImage(images++)));
                }
                if (!texts[i].isEmpty()) {
                    parts.add(new Part.Text(texts[i]));
                }
            }
            boolean user = turn.path("from").asText().equals("human");
            turns.add(new Turn(user ? Role.USER : Role.ASSISTANT, parts, !user));
        }
        return new Conversation(name(), turns);
    }

    /** Which turns behind the first are answers without a word. */
    List<Integer> emptyAnswers() {
        List<Turn> turns = conversation().turns();
        return IntStream.range(1, turns.size())
                .filter(turn -> turns.get(turn).role() == Role.ASSISTANT)
                .filter(turn -> turns.get(turn).parts().isEmpty())
                .boxed()
                .toList();
    }
}
