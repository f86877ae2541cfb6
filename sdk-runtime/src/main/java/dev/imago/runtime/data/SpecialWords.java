package dev.imago.runtime.data;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds special tokens that are written out in the words of a conversation. A tokenizer would read
 * them as the tokens themselves: the end of a turn, or an image where none stands. Thread-safe.
 */
public final class SpecialWords {
    private final Map<Character, List<String>> byFirst = new HashMap<>();

    /** Those of a tokenizer. */
    public SpecialWords(Tokenizer tokenizer) {
        for (String token : tokenizer.specialTokens()) {
            if (!token.isEmpty()) {
                byFirst.computeIfAbsent(token.charAt(0), first -> new ArrayList<>()).add(token);
            }
        }
    }

    /**
     * Refuses a conversation that has one.
     *
     * @throws ImagoException with SPECIAL_TOKEN
     */
    public void refuse(Conversation conversation) {
        problem(conversation, "sample " + conversation.id())
                .ifPresent(
                        found -> {
                            throw new ImagoException(List.of(found));
                        });
    }

    /** What is wrong with a conversation; the place names it. */
    Optional<Problem> problem(Conversation conversation, String place) {
        for (Turn turn : conversation.turns()) {
            for (Part part : turn.parts()) {
                Optional<String> found =
                        part instanceof Part.Text text ? first(text.text()) : Optional.empty();
                if (found.isPresent()) {
                    String message =
                            "has the special token '"
                                    + found.get()
                                    + "' in its words, which would be read as the token itself";
                    return Optional.of(Problem.of(ErrorCode.SPECIAL_TOKEN, place, message));
                }
            }
        }
        return Optional.empty();
    }

    /** The first special token in a text. */
    private Optional<String> first(String text) {
        for (int i = 0; i < text.length(); i++) {
            for (String token : byFirst.getOrDefault(text.charAt(i), List.of())) {
                if (text.startsWith(token, i)) {
                    return Optional.of(token);
                }
            }
        }
        return Optional.empty();
    }
}
