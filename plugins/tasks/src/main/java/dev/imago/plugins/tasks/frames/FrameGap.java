package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Frames are left out in the middle and drawn.
 *
 * @param most frames drawn
 */
record FrameGap(int most) implements FrameVariant {
    @Override
    public String name() {
        return "gap";
    }

    @Override
    public int fewest() {
        return 3;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        FrameRow row = clip.row(random);
        int count = 1 + random.nextInt(Math.min(most, row.size() - 2));
        int from = 1 + random.nextInt(row.size() - 1 - count);
        FrameRow before = row.part(0, from);
        FrameRow after = row.part(from + count, row.size());
        List<Part> shown = new ArrayList<>(List.of(before.video()));
        String hole = words.say("hole", "");
        if (!hole.isEmpty()) {
            shown.add(new Part.Text("\n" + hole + "\n"));
        }
        shown.add(after.video());
        Turn asked = FrameTurns.asked(shown, words.ask(name(), Integer.toString(count), row));
        return List.of(asked, FrameTurns.drawn(row.part(from, from + count)));
    }
}
