package dev.imago.plugins.wardrobe.metrics;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import java.util.List;

/** How models are asked here: the likeliest answer counts. */
final class Asking {
    private static final int WORDS = 8;

    /** Greedy; at most one picture. */
    static final GenerationOptions ONE_PICTURE =
            new GenerationOptions(WORDS, 1, 0, 0, 1, 0, RenderOptions.DEFAULT);

    /** Greedy; words alone. */
    static final GenerationOptions NO_PICTURE =
            new GenerationOptions(WORDS, 0, 0, 0, 1, 0, RenderOptions.DEFAULT);

    private Asking() {}

    /** What the user said last. */
    static String words(Conversation request) {
        List<Turn> turns = request.turns();
        return turns.get(turns.size() - 1).text().strip();
    }
}
