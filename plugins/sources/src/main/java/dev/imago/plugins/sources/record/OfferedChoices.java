package dev.imago.plugins.sources.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** The choices of a record's question, and its answers. */
final class OfferedChoices {
    private final Record record;
    private final Integer rightChoice;

    /**
     * @param rightChoice which choice is right, from 0 on, where the record has no answer; null
     *     where such a record has none
     */
    OfferedChoices(Record record, Integer rightChoice) {
        this.record = record;
        this.rightChoice = rightChoice;
    }

    /** Whether the record says what is right. */
    boolean answered() {
        return record.has(Field.ANSWER) || rightByPlace();
    }

    /**
     * The choices in the order to offer them: as written, but where their place tells the right one
     * in an order of the record's own, or the place would be learned.
     */
    List<String> offered() {
        List<String> choices =
                new ArrayList<>(
                        record.values(Field.CHOICES).stream()
                                .map(choice -> record.text(choice, "a choice").strip())
                                .toList());
        if (rightByPlace()) {
            // Random's first numbers are alike for seeds that are near, as those of ids in order.
            long seed = new SplittableRandom(record.id().hashCode()).nextLong();
            Collections.shuffle(choices, new Random(seed));
        }
        return choices;
    }

    /** The first is the expected one; the number of a choice is that choice. */
    List<String> answers() {
        List<JsonNode> choices = record.values(Field.CHOICES);
        if (rightByPlace()) {
            if (rightChoice >= choices.size()) {
                throw record.bad(
                        "has "
                                + choices.size()
                                + " choices, expected one at right_choice "
                                + rightChoice);
            }
            return List.of(record.text(choices.get(rightChoice), "a choice").strip());
        }
        List<String> answers = new ArrayList<>();
        for (JsonNode answer : record.values(Field.ANSWER)) {
            answers.add(record.text(meant(answer, choices), "'answer'").strip());
        }
        if (answers.isEmpty()) {
            throw record.bad("has an empty list of answers, expected at least one");
        }
        return answers;
    }

    private JsonNode meant(JsonNode answer, List<JsonNode> choices) {
        if (!answer.isIntegralNumber() || choices.isEmpty()) {
            return answer;
        }
        int number = answer.intValue();
        if (number >= 0 && number < choices.size()) {
            return choices.get(number);
        }
        if (choices.stream().noneMatch(choice -> choice.asText().strip().equals(answer.asText()))) {
            throw record.bad(
                    "has answer "
                            + number
                            + " of "
                            + choices.size()
                            + " choices, expected a choice's words or its number, from 0 on");
        }
        return answer;
    }

    private boolean rightByPlace() {
        return rightChoice != null && !record.has(Field.ANSWER) && record.has(Field.CHOICES);
    }
}
