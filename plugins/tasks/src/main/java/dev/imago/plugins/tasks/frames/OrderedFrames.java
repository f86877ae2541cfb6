package dev.imago.plugins.tasks.frames;

import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames are shown out of order, numbered; the answer is their numbers in the right order. */
record OrderedFrames() implements FrameVariant {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public String name() {
        return "order";
    }

    @Override
    public int fewest() {
        return 3;
    }

    @Override
    public List<Turn> turns(FrameClip clip, FrameWords words, RandomGenerator random) {
        List<ImageSource> frames = clip.row(random).frames();
        List<Integer> shuffled = shuffled(frames.size(), random);
        List<Part> shown = new ArrayList<>();
        Integer[] numbers = new Integer[frames.size()];
        for (int i = 0; i < shuffled.size(); i++) {
            String label = words.say("label", Integer.toString(i + 1));
            if (!label.isEmpty()) {
                shown.add(new Part.Text((i == 0 ? "" : "\n") + label + " "));
            }
            shown.add(new Part.Image(frames.get(shuffled.get(i))));
            numbers[shuffled.get(i)] = i + 1;
        }
        return List.of(
                FrameTurns.asked(shown, words.ask(name(), "")),
                Turn.assistant(written(List.of(numbers))));
    }

    /** The numbers that an answer names, e.g. 2, 3, 1; empty when it names none. */
    static List<Integer> numbers(String answer) {
        return NUMBER.matcher(answer)
                .results()
                .map(MatchResult::group)
                .filter(digits -> digits.length() < 4)
                .map(Integer::valueOf)
                .toList();
    }

    static String written(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Never the right order. */
    private static List<Integer> shuffled(int size, RandomGenerator random) {
        List<Integer> right = IntStream.range(0, size).boxed().toList();
        List<Integer> order = new ArrayList<>(right);
        do {
            for (int i = size - 1; i > 0; i--) {
                Collections.swap(order, i, random.nextInt(i + 1));
            }
        } while (order.equals(right));
        return order;
    }
}
