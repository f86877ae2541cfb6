package dev.imago.runtime.model;

import com.google.inject.Module;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Model;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.VisionHead;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Spec;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.sequence.QuestionsFirst;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the parts of a model together as a recipe says, under the reference's key names. Building
 * only declares weights; it can be done over several views of them.
 */
public final class ModelAssembly {
    /** Prefix of the encoder's weights. */
    public static final String ENCODER = "model.vision_tower.vision_tower";

    /** Prefix of the connector's weights. */
    public static final String CONNECTOR = "model.mm_projector";

    /** Prefix of the decoder's weights, which are saved in a folder of their own. */
    public static final String DECODER = "decoder";

    private static final String DECODERS = "decoders";

    private final ModelSection section;
    private final ComponentFactory factory;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;

    /**
     * @param section the recipe's model
     * @param factory builds its components
     * @param tokenizer already loaded
     */
    public ModelAssembly(ModelSection section, ComponentFactory factory, Tokenizer tokenizer) {
        this.section = section;
        this.factory = factory;
        this.tokenizer = tokenizer;
        ChatTemplate written = factory.create(section.template());
        this.template = section.questionsFirst() ? new QuestionsFirst(written) : written;
    }

    /** Builds the model over the root of some weights. */
    public Model over(Weights root) {
        return section.hasVision() ? unified(root) : textOnly(root);
    }

    private Model unified(Weights root) {
        VisionAssembly vision = new VisionAssembly(factory, root);
        VisionParts parts = vision.parts(section.encoder(), section.reducer(), section.normalize());
        FeatureShape visual = parts.visual();
        Backbone backbone = backbone(root);
        Connector connector =
                factory.create(
                        section.connector(),
                        root.at(CONNECTOR),
                        VisionAssembly.shape(visual),
                        widths(visual.width(), backbone.width()));
        TextHead text = text(root, backbone);
        VisionHead head =
                factory.create(
                        section.heads().vision(),
                        root.at("vision_head"),
                        VisionAssembly.shape(visual),
                        binder -> binder.bind(FeatureNorm.class).toInstance(parts.norm()),
                        widths(backbone.width(), visual.width()));
        return new Model(
                parts.encoder(),
                parts.reducer(),
                parts.norm(),
                connector,
                backbone,
                text,
                head,
                Optional.ofNullable(section.decoder())
                        .map(spec -> vision.decoder(null, spec, parts)),
                decoders(vision, parts),
                tokenizer,
                template,
                visual);
    }

    private Map<String, Decoder> decoders(VisionAssembly vision, VisionParts parts) {
        Map<String, Decoder> decoders = new LinkedHashMap<>();
        section.furtherDecoders()
                .forEach((name, spec) -> decoders.put(name, vision.decoder(name, spec, parts)));
        return decoders;
    }

    /**
     * Prefix of a decoder's weights.
     *
     * @param name of a further decoder; null for the model's own
     */
    public static String decoder(String name) {
        return name == null ? DECODER : DECODERS + "." + name;
    }

    /** Where a decoder lies in a model folder; {@code name} as above. */
    static Path decoderFolder(Path model, String name) {
        return name == null ? model.resolve(DECODER) : model.resolve(DECODERS).resolve(name);
    }

    /** Globs over all decoders' weights, which the model's own file has none of. */
    public static String decodersGlob() {
        return "{" + DECODER + "," + DECODERS + "}.**";
    }

    private Model textOnly(Weights root) {
        refuseWithoutEncoder(section.reducer(), "reducer");
        refuseWithoutEncoder(section.connector(), "connector");
        refuseWithoutEncoder(section.heads().vision(), "heads.vision");
        refuseWithoutEncoder(section.decoder(), DECODER);
        section.furtherDecoders()
                .forEach((name, spec) -> refuseWithoutEncoder(spec, DECODERS + "." + name));
        Backbone backbone = backbone(root);
        TextOnly none = new TextOnly();
        return new Model(
                none,
                none,
                none,
                none,
                backbone,
                text(root, backbone),
                none,
                Optional.empty(),
                tokenizer,
                template,
                TextOnly.NOTHING);
    }

    private static void refuseWithoutEncoder(Spec<?> part, String key) {
        if (part != null) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model." + key,
                    "is '" + part.type() + "', but there is no model.encoder, which it needs");
        }
    }

    private Backbone backbone(Weights root) {
        Backbone backbone = factory.create(section.backbone(), root);
        checkVocabulary(backbone);
        return backbone;
    }

    private TextHead text(Weights root, Backbone backbone) {
        return factory.create(
                section.heads().text(),
                root,
                binder -> binder.bind(Backbone.class).toInstance(backbone),
                widths(backbone.width(), backbone.vocabulary()));
    }

    private void checkVocabulary(Backbone backbone) {
        if (tokenizer.size() > backbone.vocabulary()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "model.backbone",
                    "has an embedding of "
                            + backbone.vocabulary()
                            + " rows, but the tokenizer's largest id is "
                            + (tokenizer.size() - 1)
                            + "; expected at least as many rows as tokens, so vocab_size: "
                            + tokenizer.size()
                            + " (rows that a checkpoint lacks are made)");
        }
    }

    private static Module widths(int input, int output) {
        return binder -> binder.bind(Widths.class).toInstance(new Widths(input, output));
    }
}
