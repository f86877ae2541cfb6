package dev.imago.runtime.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the reference's loop wrote, and up to where its defects leave it comparable.
 *
 * @param ids text tokens and marks
 * @param comparableIds how many of them come before the first defect
 * @param comparableTokens how many visual tokens do
 * @param deviations ids of the defects it shows
 */
record RecordedAnswer(
        long[] ids, int comparableIds, int comparableTokens, List<String> deviations) {
    /**
     * @param tokensPerImage K
     */
    static RecordedAnswer of(ParityCase recorded, int tokensPerImage) {
        long[] ids =
                Arrays.stream(recorded.integers("/expected/output_ids")).asLongStream().toArray();
        int tokens = recorded.at("/expected/image_embed_shape/0").asInt();
        List<String> deviations = new ArrayList<>();
        int comparableIds = ids.length;
        int comparableTokens = tokens;
        if (stopsInsidePicture(recorded)) {
            deviations.add("stop_id_inside_picture");
        }
        int second = secondStart(recorded, ids);
        if (second >= 0) {
            deviations.add("second_start_before_end");
            comparableIds = second + 1;
            comparableTokens = Math.min(tokens, starts(recorded, ids, second) * tokensPerImage);
        }
        return new RecordedAnswer(ids, comparableIds, comparableTokens, deviations);
    }

    /** Whether the last step was in picture mode and chose a stop id. */
    private static boolean stopsInsidePicture(ParityCase recorded) {
        JsonNode steps = recorded.at("/expected/steps");
        JsonNode last = steps.path(steps.size() - 1);
        Set<Integer> stops =
                IntStream.of(recorded.integers("/ids/eos")).boxed().collect(Collectors.toSet());
        return last.path("image_mode").asBoolean() && stops.contains(last.path("argmax").asInt());
    }

    /** Index of the first start mark that follows another without an end mark between; or -1. */
    private static int secondStart(ParityCase recorded, long[] ids) {
        int start = recorded.at("/ids/image_start").asInt();
        int end = recorded.at("/ids/image_end").asInt();
        boolean open = false;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == start && open) {
                return i;
            }
            open = ids[i] == start || open && ids[i] != end;
        }
        return -1;
    }

    private static int starts(ParityCase recorded, long[] ids, int before) {
        int start = recorded.at("/ids/image_start").asInt();
        return (int) Arrays.stream(ids, 0, before).filter(id -> id == start).count();
    }

    /** How many steps come before the first defect, that at which it shows included. */
    int comparableSteps(JsonNode steps) {
        int written = 0;
        int drawn = 0;
        int count = 0;
        for (JsonNode step : steps) {
            boolean picture = step.path("image_mode").asBoolean();
            drawn += picture ? 1 : 0;
            written += picture ? 0 : 1;
            if (drawn > comparableTokens || written > comparableIds) {
                break;
            }
            count++;
        }
        return count;
    }
}
