package dev.imago.runtime.model;

import com.google.inject.Module;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Connector;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Model;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.VisionHead;
import dev.imago.api.model.Widths;
import dev.imago.api.nn.Weights;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.text.Tokenizer;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.recipe.ModelSection;
import java.util.Optional;

/**
 * Puts the parts of a model together as a recipe says, under the reference's key names. Building
 * only declares weights; it can be done over several views of them.
 */
public final class ModelAssembly {
    /** Prefix of the encoder's weights. */
    public static final String ENCODER = "model.vision_tower.vision_tower";

    /** Prefix of the decoder's weights, which are saved in a folder of their own. */
    public static final String DECODER = "decoder";

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
        this.template = factory.create(section.template());
    }

    /** Builds the model over the root of some weights. */
    public Model over(Weights root) {
        VisionAssembly vision = new VisionAssembly(factory, root);
        VisionParts parts = vision.parts(section.encoder(), section.reducer(), section.normalize());
        FeatureShape visual = parts.visual();
        Backbone backbone = factory.create(section.backbone(), VisionAssembly.weights(root));
        checkVocabulary(backbone);
        Connector connector =
                factory.create(
                        section.connector(),
                        VisionAssembly.weights(root.at("model.mm_projector")),
                        VisionAssembly.shape(visual),
                        widths(visual.width(), backbone.width()));
        TextHead text =
                factory.create(
                        section.heads().text(),
                        VisionAssembly.weights(root),
                        binder -> binder.bind(Backbone.class).toInstance(backbone),
                        widths(backbone.width(), backbone.vocabulary()));
        VisionHead head =
                factory.create(
                        section.heads().vision(),
                        VisionAssembly.weights(root.at("vision_head")),
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
                Optional.ofNullable(section.decoder()).map(spec -> vision.decoder(spec, parts)),
                tokenizer,
                template,
                visual);
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
                            + "; expected at least as many rows as tokens");
        }
    }

    private static Module widths(int input, int output) {
        return binder -> binder.bind(Widths.class).toInstance(new Widths(input, output));
    }
}
