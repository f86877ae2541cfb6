package dev.imago.runtime.generate;

import dev.imago.api.generate.GenerationEvent.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** What one row of a {@link MixedModalLoop} has written, and what it writes next. */
public final class GeneratedRow {
    private final int tokensPerImage;
    private final Limits limits;
    private final RandomGenerator random;
    private final List<Integer> ids = new ArrayList<>();
    private final List<float[][]> images = new ArrayList<>();
    private int length;
    private int slot;
    private int steps;
    private boolean lastWasVisual;
    private Reason reason;

    GeneratedRow(int promptLength, int tokensPerImage, Limits limits, RandomGenerator random) {
        this.length = promptLength;
        this.tokensPerImage = tokensPerImage;
        this.slot = tokensPerImage;
        this.limits = limits;
        this.random = random;
    }

    /** Text tokens and marks in order, the stop token included; visual tokens are not listed. */
    public List<Integer> ids() {
        return Collections.unmodifiableList(ids);
    }

    /** {@code [K][D]} for each image begun; positions not reached are null. */
    public List<float[][]> images() {
        return Collections.unmodifiableList(images);
    }

    /** Why it ended; null while it goes on. */
    public Reason reason() {
        return reason;
    }

    /** Visual tokens written. */
    public int visualTokens() {
        return steps - ids.size();
    }

    boolean active() {
        return reason == null;
    }

    boolean drawing() {
        return slot < tokensPerImage;
    }

    boolean mayDraw() {
        return images.size() < limits.images();
    }

    /** Index of the visual token that comes next. */
    int slot() {
        return slot;
    }

    int image() {
        return images.size() - 1;
    }

    /** Position of what was written last. */
    int lastPosition() {
        return length - 1;
    }

    RandomGenerator random() {
        return random;
    }

    /** Whether the last position written is a visual token. */
    boolean lastWasVisual() {
        return lastWasVisual;
    }

    /** The visual token written last. */
    float[] lastVisual() {
        return images.get(image())[slot - 1];
    }

    void write(int id, boolean startsImage, boolean stops) {
        ids.add(id);
        lastWasVisual = false;
        if (startsImage) {
            images.add(new float[tokensPerImage][]);
            slot = 0;
        }
        if (stops) {
            end(Reason.STOP);
        }
        advance();
    }

    void draw(float[] visualToken) {
        images.get(image())[slot++] = visualToken;
        lastWasVisual = true;
        advance();
    }

    void end(Reason why) {
        if (reason == null) {
            reason = why;
        }
    }

    private void advance() {
        length++;
        steps++;
        if (steps >= limits.steps() || (ids.size() >= limits.textTokens() && !drawing())) {
            end(Reason.LENGTH);
        }
    }
}
