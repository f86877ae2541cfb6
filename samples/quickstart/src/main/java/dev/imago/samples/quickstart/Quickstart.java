package dev.imago.samples.quickstart;

import dev.imago.api.data.Conversation;
import dev.imago.api.data.Part;
import dev.imago.api.data.TaskRequest;
import dev.imago.api.data.Turn;
import dev.imago.api.generate.GenerationEvent.Finished;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.runtime.Imago;
import dev.imago.runtime.image.PictureWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Draws a picture, saves it, and asks the same model about it. */
public final class Quickstart {
    private static final String WISH = "a red sneaker left of a blue bag";
    private static final String QUESTION = "What color is the bag?";

    /** Takes a model folder and where to save the picture; both may be left out. */
    public static void main(String[] args) {
        Path model = Path.of(args.length > 0 ? args[0] : "models/wardrobe");
        Path file = Path.of(args.length > 1 ? args[1] : "drawn.png");
        // region quickstart
        try (Imago imago = Imago.open(model)) {
            TaskRequest wish = new TaskRequest(WISH, List.of());
            Part.Image drawn = picture(answer(imago, imago.request("generate", wish)));
            PictureWriter.write(drawn.source().load(), file);

            TaskRequest question = new TaskRequest(QUESTION, List.of(drawn));
            String told = answer(imago, imago.request("image_qa", question)).text();
            System.out.printf("Drew %s: %s%n%s %s%n", file, WISH, QUESTION, told);
        }
        // endregion
    }

    // region answer
    private static Turn answer(Imago imago, Conversation request) {
        AtomicReference<Turn> answer = new AtomicReference<>();
        imago.generate(
                request,
                GenerationOptions.DEFAULT,
                event -> {
                    if (event instanceof Finished finished) {
                        answer.set(finished.answer());
                    }
                });
        return answer.get();
    }

    // endregion

    private static Part.Image picture(Turn answer) {
        return answer.parts().stream()
                .filter(Part.Image.class::isInstance)
                .map(Part.Image.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no picture in " + answer));
    }
}
