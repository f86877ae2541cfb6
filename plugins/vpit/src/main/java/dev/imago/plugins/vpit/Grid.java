package dev.imago.plugins.vpit;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;

/** Squares of tokens: side and number. */
final class Grid {
    private Grid() {}

    /** The side of the largest square of at most so many tokens. */
    static int sideBelow(int tokens) {
        int side = (int) Math.sqrt(tokens);
        return side * side > tokens ? side - 1 : side;
    }

    /** The side of the square that the key {@code tokens} asks for. */
    static int sideOf(int tokens, boolean roundDown) {
        int side = sideBelow(tokens);
        if (side * side != tokens && !roundDown) {
            throw new InvalidValueException(
                    "tokens",
                    "is "
                            + tokens
                            + ", expected a square number such as "
                            + side * side
                            + " or "
                            + (side + 1) * (side + 1));
        }
        return side;
    }

    /** The side of an encoder's square of patches. */
    static int sideOfPatches(long patches) {
        return sideOfPatches(patches, "model.reducer");
    }

    /** As above, for a part that a recipe has at a place. */
    static int sideOfPatches(long patches, String place) {
        int side = sideBelow((int) patches);
        if ((long) side * side != patches) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    place,
                    "interpolates a square of patches, but the encoder gives "
                            + patches
                            + ", which is none");
        }
        return side;
    }
}
