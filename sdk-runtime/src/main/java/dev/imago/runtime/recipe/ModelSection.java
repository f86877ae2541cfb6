package dev.imago.runtime.recipe;

import dev.imago.api.model.Backbone;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.api.plugin.Spec;
import dev.imago.api.text.ChatTemplate;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parts of a model, in the order data flows through them.
 *
 * @param encoder pixels to patch features; null for a model of text only, which has no reducer,
 *     connector, vision head and decoder either
 * @param reducer patch features to K visual tokens
 * @param normalize the scale of visual tokens
 * @param connector visual tokens to the backbone's width
 * @param backbone the language model
 * @param heads predict words and visual tokens
 * @param decoder renders visual tokens; null when the model draws no pixels
 * @param decoders further ones by name; null for none
 * @param tokenizer {@code tokenizer.json} or its folder; null when {@code weights} brings it
 * @param template how conversations are written
 * @param dropLeadingAnswers whether what the assistant says before the first question is left out;
 *     null for no
 * @param weights a model folder to start from; null starts from the parts' own weights
 * @param take the parts of {@code weights} that are taken; null takes all
 * @param adapters low-rank adapters on linear layers, of which the first is on; null for none
 */
@Doc("The parts of a model, in the order data flows through them.")
public record ModelSection(
        @Doc("pixels to patch features; without one the model reads and writes text only")
                Spec<Encoder> encoder,
        @Doc("patch features to K visual tokens; required with an encoder")
                Spec<TokenReducer> reducer,
        @Doc("the scale of visual tokens") @DefaultType("l2") Spec<FeatureNorm> normalize,
        @Doc("visual tokens to the backbone's width; required with an encoder")
                Spec<Connector> connector,
        @Doc(value = "the language model", required = true) Spec<Backbone> backbone,
        @Doc(value = "predict words and visual tokens", required = true) HeadsSection heads,
        @Doc("renders visual tokens as pictures; without one the model draws no pixels")
                Spec<Decoder> decoder,
        @Doc(
                        "further decoders of the same visual tokens, by the name that a request chooses one by")
                Map<String, Spec<Decoder>> decoders,
        @Doc(
                        value =
                                "tokenizer.json, its folder or a GGUF file; may be left out where"
                                        + " weights or the backbone's weights bring one",
                        existingPath = true)
                Path tokenizer,
        @Doc(value = "how conversations are written", required = true) Spec<ChatTemplate> template,
        @Doc(
                        "whether what the assistant says before the first question is left out, as"
                                + " LLaVA and the MetaMorph reference train; false by default")
                Boolean dropLeadingAnswers,
        @Doc(value = "a model folder to start from, or hf://org/name", existingPath = true)
                Path weights,
        @Doc(
                        "parts of weights that are taken, such as encoder and decoder, or globs over"
                                + " parameter names; the others start from their own weights or"
                                + " anew. All by default")
                List<String> take,
        @Doc("low-rank adapters on linear layers; the first is on, a request may choose another")
                List<AdapterSection> adapters) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** Having none is not written down, so that recipes from before there were any stay equal. */
    public ModelSection {
        adapters = adapters == null || adapters.isEmpty() ? null : List.copyOf(adapters);
        decoders = decoders == null || decoders.isEmpty() ? null : inOrder(decoders);
        take = take == null || take.isEmpty() ? null : List.copyOf(take);
        dropLeadingAnswers = Boolean.TRUE.equals(dropLeadingAnswers) ? true : null;
        if (take != null && weights == null) {
            throw new InvalidValueException("take", "has nothing to take from without weights");
        }
        if (encoder != null && heads != null) {
            Check.required(reducer, "reducer");
            Check.required(connector, "connector");
            Check.required(heads.vision(), "heads.vision");
        }
    }

    private static Map<String, Spec<Decoder>> inOrder(Map<String, Spec<Decoder>> decoders) {
        for (String name : decoders.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValueException(
                        "decoders",
                        "has the name '" + name + "', expected letters, digits, - and _");
            }
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(decoders));
    }

    /** The further decoders; none where there are none. */
    public Map<String, Spec<Decoder>> furtherDecoders() {
        return decoders == null ? Map.of() : decoders;
    }

    /** Whether conversations begin with their first question. */
    public boolean questionsFirst() {
        return dropLeadingAnswers != null;
    }

    /** Whether the model sees and draws; if not, it is a language model alone. */
    public boolean hasVision() {
        return encoder != null;
    }

    /** The same with tokenizer and all weights from elsewhere. */
    public ModelSection from(Path otherWeights, Path otherTokenizer) {
        return new ModelSection(
                encoder == null ? null : encoder.from(null),
                reducer,
                normalize,
                connector == null ? null : connector.from(null),
                backbone.from(null),
                heads,
                decoder,
                decoders,
                otherTokenizer,
                template,
                dropLeadingAnswers,
                otherWeights,
                null,
                adapters);
    }

    /** The same with other decoders. */
    public ModelSection with(Spec<Decoder> other, Map<String, Spec<Decoder>> others) {
        return new ModelSection(
                encoder,
                reducer,
                normalize,
                connector,
                backbone,
                heads,
                other,
                others,
                tokenizer,
                template,
                dropLeadingAnswers,
                weights,
                take,
                adapters);
    }

    /** The same with other adapters. */
    public ModelSection with(List<AdapterSection> others) {
        return new ModelSection(
                encoder,
                reducer,
                normalize,
                connector,
                backbone,
                heads,
                decoder,
                decoders,
                tokenizer,
                template,
                dropLeadingAnswers,
                weights,
                take,
                others);
    }
}
