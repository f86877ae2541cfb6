package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.List;
import java.util.random.RandomGenerator;

/** The video is split in its middle: the first half is shown, the whole second half drawn. */
record SplitFrames() implements FrameVariant {
    @Override
    public String name() {
        return "split";
    }

    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        FrameRow row = clip.row(random);
        int middle = (row.size() + 1) / 2;
        FrameRow shown = row.part(0, middle);
        String asked = words.ask(name(), "", shown);
        FrameRow drawn = row.part(middle, row.size());
        return List.of(FrameTurns.shown(shown, asked), FrameTurns.drawn(drawn));
    }
}
