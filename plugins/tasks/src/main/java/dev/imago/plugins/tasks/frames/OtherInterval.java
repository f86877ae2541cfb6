package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Two frames are shown at one interval, a third is drawn at another. */
record OtherInterval() implements FrameVariant {
    @Override
    public String name() {
        return "intervals";
    }

    @Override
    public int fewest() {
        return 4;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        int first = clip.range().any(random);
        int[] others = others(clip, first);
        int second = others[random.nextInt(others.length)];
        int start = random.nextInt(clip.size() - first - second);
        FrameRow shown =
                new FrameRow(
                        List.of(clip.frame(start), clip.frame(start + first)),
                        clip.interval(first));
        FrameInterval interval = clip.interval(second);
        FrameRow drawn = new FrameRow(List.of(clip.frame(start + first + second)), interval);
        String asked = words.ask(name(), interval.words(), shown);
        return List.of(FrameTurns.shown(shown, asked), FrameTurns.drawn(drawn));
    }

    /** Other intervals of the range that the video still has room for; any others without. */
    private static int[] others(FrameClip clip, int first) {
        int room = clip.size() - 1 - first;
        int[] usual =
                others(clip.range().shortest(), Math.min(clip.range().longest(), room), first);
        return usual.length > 0 ? usual : others(1, room, first);
    }

    private static int[] others(int from, int to, int first) {
        return IntStream.rangeClosed(from, to).filter(steps -> steps != first).toArray();
    }
}
