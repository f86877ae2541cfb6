package dev.imago.plugins.vpit;

import dev.imago.api.Api;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.TextHead;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import dev.imago.api.plugin.Components;
import dev.imago.api.plugin.NoKeys;
import dev.imago.api.plugin.Plugin;
import dev.imago.api.train.Optimizer;
import dev.imago.api.train.Schedule;
import dev.imago.api.train.Stage;

/**
 * What visual-predictive instruction tuning needs around encoder and backbone: reducers, norms,
 * connectors, heads with their losses, and the usual optimizer and schedules.
 */
public final class VpitPlugin implements Plugin {
    @Override
    public String name() {
        return "vpit";
    }

    @Override
    public String apiVersion() {
        return Api.VERSION;
    }

    @Override
    public void register(Components components) {
        registerFeatures(components);
        registerConnectors(components);
        registerHeads(components);
        registerTraining(components);
    }

    private static void registerFeatures(Components components) {
        components.add(Encoder.class, "anyres", AnyresConfig.class, AnyresEncoder.class);
        components.add(Encoder.class, "mixed", MixedEncoderConfig.class, MixedEncoder.class);
        components.add(
                TokenReducer.class,
                "interpolation",
                InterpolationConfig.class,
                InterpolationReducer.class);
        components.add(
                TokenReducer.class,
                "concat_interpolation",
                InterpolationConfig.class,
                ConcatInterpolationReducer.class);
        components.add(
                TokenReducer.class, "mlp_mixer", MlpMixerConfig.class, MlpMixerReducer.class);
        components.add(TokenReducer.class, "none", NoReducerConfig.class, NoReducer.class);
        components.add(FeatureNorm.class, "none", NoKeys.class, NoNorm.class);
        components.add(FeatureNorm.class, "l2", NoKeys.class, L2Norm.class);
        components.add(FeatureNorm.class, "softmax", SoftmaxNormConfig.class, SoftmaxNorm.class);
        components.add(
                FeatureNorm.class, "l2_softmax", SoftmaxNormConfig.class, L2SoftmaxNorm.class);
        components.add(FeatureNorm.class, "centered_l2", NoKeys.class, CenteredL2Norm.class);
    }

    private static void registerConnectors(Components components) {
        components.add(Connector.class, "linear", ConnectorConfig.class, LinearConnector.class);
        components.add(Connector.class, "mlp", MlpConnectorConfig.class, MlpConnector.class);
        components.add(
                Connector.class, "mlp2x_gelu", ConnectorConfig.class, Mlp2xGeluConnector.class);
        components.add(
                Connector.class, "mlp3x_gelu", ConnectorConfig.class, Mlp3xGeluConnector.class);
        components.add(
                Connector.class, "mlp_softmax", ConnectorConfig.class, MlpSoftmaxConnector.class);
        components.add(Connector.class, "identity", ConnectorConfig.class, IdentityConnector.class);
    }

    private static void registerHeads(Components components) {
        components.add(TextHead.class, "lm", TextHeadConfig.class, LanguageModelHead.class);
        components.add(VisionHead.class, "linear", VisionHeadConfig.class, LinearVisionHead.class);
        components.add(VisionHead.class, "mlp", VisionHeadConfig.class, MlpVisionHead.class);
        components.add(
                VisionHead.class, "mlp2x_gelu", VisionHeadConfig.class, Mlp2xGeluVisionHead.class);
        components.add(
                VisionHead.class, "identity", VisionHeadConfig.class, IdentityVisionHead.class);
    }

    private static void registerTraining(Components components) {
        components.add(Optimizer.class, "adamw", AdamWConfig.class, AdamW.class);
        components.add(Optimizer.class, "muon", MuonConfig.class, Muon.class);
        components.add(Schedule.class, "cosine", ScheduleConfig.class, CosineSchedule.class);
        components.add(Schedule.class, "linear", ScheduleConfig.class, LinearSchedule.class);
        components.add(Schedule.class, "constant", ScheduleConfig.class, ConstantSchedule.class);
        components.add(
                Stage.class,
                "center-features",
                CenterFeaturesConfig.class,
                CenterFeaturesStage.class);
    }
}
