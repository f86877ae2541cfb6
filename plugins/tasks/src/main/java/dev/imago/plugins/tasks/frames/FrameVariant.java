package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.Turn;
import java.util.List;
import java.util.random.RandomGenerator;

/** One way to make a video into something to predict. */
interface FrameVariant {
    /** Its name in recipes, and its section of the phrasings. */
    String name();

    /** The fewest frames a video needs for it. */
    int fewest();

    /** The turns, of which the last is the assistant's. */
    List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random);
}
