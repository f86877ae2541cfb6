package dev.imago.api.text;

import dev.imago.api.Api;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;

/**
 * The marks around an image.
 *
 * @param imageStart id of {@code <image_start>}: the next K positions are visual tokens
 * @param imageEnd id of {@code <image_end>}
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record SpecialTokens(int imageStart, int imageEnd) {
    /** The published spelling of the mark before an image. */
    public static final String IMAGE_START = "<image_start>";

    /** The published spelling of the mark after an image. */
    public static final String IMAGE_END = "<image_end>";

    /** Those of a model of text only: no ids. */
    public static final SpecialTokens NONE = new SpecialTokens(-1, -1);

    /** Looks both up, or says which one the tokenizer lacks. */
    public static SpecialTokens of(Tokenizer tokenizer) {
        return new SpecialTokens(find(tokenizer, IMAGE_START), find(tokenizer, IMAGE_END));
    }

    private static int find(Tokenizer tokenizer, String token) {
        return tokenizer
                .id(token)
                .orElseThrow(
                        () ->
                                new ImagoException(
                                        ErrorCode.MISSING_SPECIAL_TOKEN,
                                        "tokenizer",
                                        "has no token '"
                                                + token
                                                + "', expected it among its added tokens"));
    }
}
