package dev.imago.runtime.generate;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.model.SteppedDecoder;
import dev.imago.runtime.image.Squares;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.ModelAssembly;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Pictures that rendering starts from instead of noise. */
final class StartPictures {
    private StartPictures() {}

    /**
     * With the picture of a request, where the options want to start from that.
     *
     * @throws ImagoException where the request shows none, or several at once
     */
    static RenderOptions of(RenderOptions options, Conversation request) {
        RenderOptions.Start start = options.start();
        if (start == null || start.picture() != null) {
            return options;
        }
        return options.withStart(new RenderOptions.Start(last(request).load(), start.strength()));
    }

    private static ImageSource last(Conversation request) {
        List<Turn> turns = new ArrayList<>(request.turns());
        Collections.reverse(turns);
        for (Turn turn : turns) {
            List<ImageSource> shown =
                    turn.parts().stream()
                            .filter(Part.Image.class::isInstance)
                            .map(part -> ((Part.Image) part).source())
                            .toList();
            if (shown.size() > 1) {
                throw problem("request", "shows " + shown.size() + " pictures, expected one");
            }
            if (!shown.isEmpty()) {
                return shown.get(0);
            }
        }
        throw problem("request", "shows no picture, expected one");
    }

    private static ImagoException problem(String place, String message) {
        return new ImagoException(
                ErrorCode.INVALID_VALUE, place, message + " for the drawing to start from");
    }

    /** Refuses to start a decoder from a picture that takes visual tokens alone. */
    static void check(RenderOptions options, Decoder decoder) {
        if (options.start() != null && !(decoder instanceof SteppedDecoder)) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model." + ModelAssembly.decoder(options.decoder()),
                    "can't start from a picture, since it renders in one step; leave the start out,"
                            + " or name a decoder that takes steps, such as diffusion");
        }
    }

    /** With the picture at the size that the decoder renders, as the encoder sees it. */
    static RenderOptions fitted(RenderOptions options, Decoder decoder, LiveModel live) {
        RenderOptions.Start start = options.start();
        if (start == null) {
            return options;
        }
        if (start.picture() == null) {
            throw problem("start", "has no picture, and there is no request that shows one");
        }
        PictureSize size = decoder.size(options).orElse(null);
        if (size == null) {
            return options;
        }
        Squares squares = new Squares(live.model().encoder().preprocessing());
        Picture fitted = squares.of(start.picture(), size);
        return options.withStart(new RenderOptions.Start(fitted, start.strength()));
    }
}
