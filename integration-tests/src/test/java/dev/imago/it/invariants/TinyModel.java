package dev.imago.it.invariants;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Part;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Turn;
import dev.imago.api.nn.Ops;
import dev.imago.api.text.SpecialTokens;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.recipe.Recipe;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The tiny recipe's model with its starting weights. */
public final class TinyModel implements AutoCloseable {
    private static final int SIDE = 16;
    private static final int MOST_POSITIONS = 200;

    private final RecipeLoader.Opened opened;
    private final RuntimeSession runtime;
    private final ModelSession session;

    /** With some keys of the recipe changed. */
    public TinyModel(String... overrides) {
        opened = TinyRun.in(Path.of("unused"), overrides).open();
        runtime = RuntimeSession.open(opened.recipe().runtime(), opened.registry());
        session = new ModelSession(runtime, opened.recipe().model());
        session.fill(opened.recipe().seed());
    }

    Recipe recipe() {
        return opened.recipe();
    }

    RuntimeSession runtime() {
        return runtime;
    }

    /** The model's session. */
    public ModelSession session() {
        return session;
    }

    NDManager manager() {
        return runtime.manager();
    }

    /** Arrays that live now. */
    int live() {
        return runtime.manager().getManagedArrays().size();
    }

    LiveModel model() {
        return session.live();
    }

    ParameterStore store() {
        return session.store();
    }

    Ops ops() {
        return runtime.ops();
    }

    int tokens() {
        return model().model().visual().tokens();
    }

    int imageStart() {
        return SpecialTokens.of(model().model().tokenizer()).imageStart();
    }

    int imageEnd() {
        return SpecialTokens.of(model().model().tokenizer()).imageEnd();
    }

    int stop() {
        var model = model().model();
        return model.tokenizer().id(model.template().stopTokens().get(0)).orElseThrow();
    }

    int word(String word) {
        int[] ids = model().model().tokenizer().encode(word);
        if (ids.length != 1) {
            throw new IllegalArgumentException(word + " is " + ids.length + " tokens");
        }
        return ids[0];
    }

    SequenceBuilder sequences() {
        var model = model().model();
        return new SequenceBuilder(model.tokenizer(), model.template(), tokens(), MOST_POSITIONS);
    }

    /** Visual tokens of all images of some sequences; null without. */
    NDArray features(List<Sequence> sequences, NDManager owner) {
        List<ImageSource> images =
                sequences.stream().flatMap(s -> s.spans().stream()).map(ImageSpan::image).toList();
        return images.isEmpty() ? null : new DirectFeatures(model()).visualTokens(images, owner);
    }

    /** A picture of noise. */
    public static Part.Image picture(long seed) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        new Random(seed).nextBytes(rgb);
        return new Part.Image(ImageSource.of("noise-" + seed, new Picture(SIDE, SIDE, rgb)));
    }

    /** Questions of several lengths, with and without images. */
    static List<Conversation> requests() {
        return List.of(
                Conversation.of(Turn.user("draw a red bag .")),
                Conversation.of(Turn.user(picture(1), new Part.Text("what is it ?"))),
                Conversation.of(
                        Turn.user(picture(2), picture(3), new Part.Text("how many bags ?")),
                        Turn.assistant("two"),
                        Turn.user("draw a green shirt left of a blue bag .")));
    }

    /** Examples of several lengths: an answer in words, a drawn image, both. */
    static List<Conversation> examples() {
        return List.of(
                Conversation.of(
                        Turn.user(picture(4), new Part.Text("what is it ?")),
                        Turn.assistant("a red bag")),
                Conversation.of(Turn.user("draw a bag ."), Turn.assistant(picture(5))),
                Conversation.of(Turn.user("how many ?"), Turn.assistant("two")),
                Conversation.of(
                        Turn.user(picture(6), new Part.Text("draw a green bag left of a shirt .")),
                        Turn.assistant(new Part.Text("yes"), picture(7))));
    }

    @Override
    public void close() {
        session.close();
        runtime.close();
        opened.close();
    }
}
