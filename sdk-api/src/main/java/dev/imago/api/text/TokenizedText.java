package dev.imago.api.text;

import dev.imago.api.Api;

/**
 * A text's tokens and where they stand in it. Arrays are not copied; don't change them.
 *
 * @param ids of the tokens, in order
 * @param starts index of the first {@code char} of the text that each token covers, never falling;
 *     several tokens of one character share its index
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record TokenizedText(int[] ids, int[] starts) {
    /** Checks that both have one entry a token. */
    public TokenizedText {
        if (ids.length != starts.length) {
            throw new IllegalArgumentException(
                    ids.length + " tokens can't begin at " + starts.length + " places");
        }
    }
}
