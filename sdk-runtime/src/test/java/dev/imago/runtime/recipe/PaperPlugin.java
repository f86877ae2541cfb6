package dev.imago.runtime.recipe;

import dev.imago.api.data.Sample;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.model.Backbone;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.Check;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.plugin.Spec;
import dev.imago.api.text.ChatTemplate;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Components that exist on paper: their configs are real, their implementations never built. */
public final class PaperPlugin implements Plugin {
    private final boolean stages;

    /** As a jar has it: without stages, since the runtime's own have the same names. */
    public PaperPlugin() {
        this(false);
    }

    private PaperPlugin(boolean stages) {
        this.stages = stages;
    }

    /** With stages, for a registry of its own. */
    static PaperPlugin withStages() {
        return new PaperPlugin(true);
    }

    @Override
    public String name() {
        return "paper";
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type arguments
    public void register(Components components) {
        components.add(Encoder.class, "siglip", EncoderConfig.class, PaperEncoder.class);
        components.add(Encoder.class, "clip", Nothing.class, PaperEncoder.class);
        components.add(
                TokenReducer.class, "interpolation", ReducerConfig.class, PaperReducer.class);
        components.add(FeatureNorm.class, "l2", NormConfig.class, PaperNorm.class);
        components.add(Connector.class, "mlp2x_gelu", Nothing.class, PaperConnector.class);
        components.add(Backbone.class, "llama", BackboneConfig.class, PaperBackbone.class);
        components.add(TextHead.class, "lm", HeadConfig.class, PaperTextHead.class);
        components.add(VisionHead.class, "linear", HeadConfig.class, PaperVisionHead.class);
        components.add(ChatTemplate.class, "compact", Nothing.class, PaperTemplate.class);
        components.add(Source.class, "photos", SourceConfig.class, PaperSource.class);
        components.add((Class) TaskFormatter.class, "image_qa", TaskConfig.class, PaperTask.class);
        components.add((Class) TaskFormatter.class, "generate", TaskConfig.class, PaperTask.class);
        components.add(Optimizer.class, "adamw", AdamConfig.class, PaperOptimizer.class);
        if (stages) {
            components.add(Stage.class, "train", TrainConfig.class, PaperStage.class);
            components.add(Stage.class, "evaluate", Nothing.class, PaperStage.class);
        }
    }

    enum Pooling {
        MEAN,
        FIRST_TOKEN
    }

    @Doc("a component without keys")
    record Nothing() {}

    @Doc("an encoder")
    record EncoderConfig(
            @Doc("number of layers, 1 to 64") Integer layers,
            @Doc("how patches are pooled") Pooling pooling,
            @Doc(value = "a checkpoint", existingPath = true) Path weights,
            @Doc("a width that heads must divide") Integer hiddenSize,
            @Doc("attention heads") Integer heads) {
        EncoderConfig {
            layers = Check.between(layers, 2, 1, 64, "layers");
            pooling = Check.orDefault(pooling, Pooling.MEAN);
            hiddenSize = Check.positive(hiddenSize, 64, "hidden_size");
            heads = Check.positive(heads, 4, "heads");
        }
    }

    @Doc("a reducer")
    record ReducerConfig(@Doc("tokens per image") Integer tokens, @Doc("scale") Double scale) {
        ReducerConfig {
            tokens = Check.positive(tokens, 16, "tokens");
            scale = Check.between(scale, 1.0, 0, 10, "scale");
        }
    }

    @Doc("a norm")
    record NormConfig(@Doc("kept off zero") Double eps) {
        NormConfig {
            eps = Check.between(eps, 1e-6, 0, 1, "eps");
        }
    }

    @Doc("a backbone")
    record BackboneConfig(
            @Doc(value = "its width", required = true) Integer hiddenSize,
            @Doc("tied embeddings") Boolean tied) {
        BackboneConfig {
            hiddenSize = Check.positive(hiddenSize, null, "hidden_size");
            tied = Check.orDefault(tied, false);
        }
    }

    @Doc("a head")
    record HeadConfig(@Doc("the loss") String loss, @Doc("its weight") Double weight) {
        HeadConfig {
            loss = Check.oneOf(loss, "cosine", List.of("cosine", "mse"), "loss");
            weight = Check.between(weight, 1.0, 0, 100, "weight");
        }
    }

    @Doc("a source")
    record SourceConfig(@Doc("which photos") String split, @Doc("sizes") List<Integer> sizes) {
        SourceConfig {
            split = Check.oneOf(split, "train", List.of("train", "test"), "split");
            sizes = Check.orDefault(sizes, List.of());
        }
    }

    @Doc("a task")
    record TaskConfig(@Doc("how it is phrased") String style) {
        TaskConfig {
            style = Check.orDefault(style, "plain");
        }
    }

    @Doc("an optimizer")
    record AdamConfig(@Doc("learning rate") Double lr) {
        AdamConfig {
            lr = Check.between(lr, 1e-3, 0, 1, "lr");
        }
    }

    @Doc("keys of every training")
    record Settings(
            @Doc(value = "steps", required = true) Integer steps,
            @Doc("optimizer") @DefaultType("adamw") Spec<Optimizer> optimizer) {
        Settings {
            steps = Check.positive(steps, null, "steps");
        }
    }

    @Doc("a training stage")
    record TrainConfig(
            @Doc("what is trained, with rates") Map<String, Double> trainable,
            @Doc("") @Flat Settings settings) {
        TrainConfig {
            trainable = Check.orDefault(trainable, Map.of());
        }
    }

    abstract static class PaperEncoder implements Encoder {}

    abstract static class PaperReducer implements TokenReducer {}

    abstract static class PaperNorm implements FeatureNorm {}

    abstract static class PaperConnector implements Connector {}

    abstract static class PaperBackbone implements Backbone {}

    abstract static class PaperTextHead implements TextHead {}

    abstract static class PaperVisionHead implements VisionHead {}

    abstract static class PaperTemplate implements ChatTemplate {}

    abstract static class PaperSource implements Source {}

    abstract static class PaperTask implements TaskFormatter<Sample> {}

    abstract static class PaperOptimizer implements Optimizer {}

    abstract static class PaperStage implements Stage {}
}
