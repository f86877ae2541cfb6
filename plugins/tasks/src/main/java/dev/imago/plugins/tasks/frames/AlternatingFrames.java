package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** User and assistant take turns: one shows a frame, the other draws the next. */
record AlternatingFrames() implements FrameVariant {
    @Override
    public String name() {
        return "alternating";
    }

    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        FrameRow row = clip.row(random);
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i + 1 < row.size(); i += 2) {
            String said = turns.isEmpty() ? words.ask(name(), "", row) : "";
            turns.add(FrameTurns.shown(row.part(i, i + 1), said));
            turns.add(FrameTurns.drawn(row.part(i + 1, i + 2)));
        }
        return turns;
    }
}
