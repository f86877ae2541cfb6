package dev.imago.runtime.generate;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import java.util.List;

/** Checks visual tokens that a caller gives to render, before any native array is made of them. */
final class GivenTokens {
    private GivenTokens() {}

    /**
     * @param pictures {@code [K][D]} of each
     * @param visual K and D of the model
     * @throws ImagoException naming the picture, what it has and what is expected
     */
    static void check(List<float[][]> pictures, FeatureShape visual) {
        for (int i = 0; i < pictures.size(); i++) {
            check(i, pictures.get(i), visual);
        }
    }

    private static void check(int picture, float[][] tokens, FeatureShape visual) {
        if (tokens.length != visual.tokens()) {
            throw problem(
                    "picture " + picture,
                    "has " + tokens.length + " visual tokens, expected " + visual.tokens());
        }
        for (int k = 0; k < tokens.length; k++) {
            String place = "picture " + picture + ", visual token " + k;
            if (tokens[k].length != visual.width()) {
                throw problem(
                        place, "has width " + tokens[k].length + ", expected " + visual.width());
            }
            for (float value : tokens[k]) {
                if (!Float.isFinite(value)) {
                    throw problem(place, "has the value " + value + ", expected finite numbers");
                }
            }
        }
    }

    private static ImagoException problem(String place, String message) {
        return new ImagoException(ErrorCode.INCOMPATIBLE_PARTS, place, message);
    }
}
