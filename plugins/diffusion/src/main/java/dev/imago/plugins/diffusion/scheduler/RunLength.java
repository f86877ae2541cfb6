package dev.imago.plugins.diffusion.scheduler;

import dev.imago.api.plugin.InvalidValueException;

/** How many of a run's calls are made. */
final class RunLength {
    private RunLength() {}

    /** Steps that a model of so many noise levels can take. */
    static int checked(int steps, int levels) {
        if (steps < 1 || steps > levels) {
            throw new InvalidValueException(
                    "steps", "is " + steps + ", expected between 1 and " + levels);
        }
        return steps;
    }

    /** The call at which a run begins that takes a share of its steps. */
    static int firstCall(double strength, int steps, int calls) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new InvalidValueException(
                    "strength", "is " + strength + ", expected between 0 and 1");
        }
        int taken = Math.min((int) (steps * strength), steps);
        return Math.min(steps - taken, calls);
    }
}
