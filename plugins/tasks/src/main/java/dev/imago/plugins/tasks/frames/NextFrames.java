package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The first frames are shown, the next few drawn; or the last ones, latest first, and those before
 * them, going back in time.
 *
 * @param name next, or reverse
 * @param reversed whether time runs backwards
 * @param most frames drawn
 */
record NextFrames(String name, boolean reversed, int most) implements FrameVariant {
    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        FrameRow row = reversed ? clip.row(random).reversed() : clip.row(random);
        int count = 1 + random.nextInt(Math.min(most, row.size() / 2));
        FrameRow shown = row.part(0, row.size() - count);
        String asked = words.ask(name, Integer.toString(count), shown);
        FrameRow drawn = row.part(row.size() - count, row.size());
        return List.of(FrameTurns.shown(shown, asked), FrameTurns.drawn(drawn));
    }
}
