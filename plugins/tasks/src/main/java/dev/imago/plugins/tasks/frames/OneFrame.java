package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One frame is shown, another drawn, with the interval spoken.
 *
 * @param name forward, or backward
 * @param later whether the drawn one is the later
 */
record OneFrame(String name, boolean later) implements FrameVariant {
    @Override
    public int fewest() {
        return 2;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        FrameRow pair = clip.pair(random);
        FrameRow shown = later ? pair.part(0, 1) : pair.part(1, 2);
        FrameRow drawn = later ? pair.part(1, 2) : pair.part(0, 1);
        String asked = words.ask(name, pair.interval().words(), shown);
        return List.of(FrameTurns.shown(shown, asked), FrameTurns.drawn(drawn));
    }
}
