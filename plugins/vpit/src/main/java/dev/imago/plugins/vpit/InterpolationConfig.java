package dev.imago.plugins.vpit;

import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;

/** Keys of the reducers that interpolate a square of patches. */
@Doc("shrinks the square of patches by bilinear interpolation")
public record InterpolationConfig(
        @Doc("visual tokens per image: a square number") Integer tokens,
        @Doc("take the square number below `tokens`, as the reference does, instead of refusing")
                Boolean roundDown) {
    /** Defaults and checks. */
    public InterpolationConfig {
        tokens = Check.positive(tokens, 64, "tokens");
        roundDown = Check.orDefault(roundDown, false);
        if (Grid.sideOf(tokens, roundDown) < 1) {
            throw new InvalidValueException("tokens", "is " + tokens + ", expected at least 1");
        }
    }

    /** Tokens along one side. */
    int side() {
        return Grid.sideOf(tokens, roundDown);
    }
}
