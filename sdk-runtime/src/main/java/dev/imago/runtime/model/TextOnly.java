package dev.imago.runtime.model;

import ai.djl.ndarray.NDArray;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Connector;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureNorm;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.model.TokenReducer;
import dev.imago.api.model.VisionHead;
import java.util.List;

/** The parts for pictures of a model that has none: whoever asks them for anything is told so. */
final class TextOnly implements Encoder, TokenReducer, FeatureNorm, Connector, VisionHead {
    /** No positions: by this a model is known to be of text only. */
    static final FeatureShape NOTHING = new FeatureShape(0, 0);

    @Override
    public NDArray encode(NDArray pixels) {
        throw refusal();
    }

    @Override
    public FeatureShape output() {
        return NOTHING;
    }

    @Override
    public Preprocessing preprocessing() {
        return new Preprocessing(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), "bilinear");
    }

    @Override
    public NDArray reduce(NDArray features) {
        throw refusal();
    }

    @Override
    public FeatureShape output(FeatureShape input) {
        return NOTHING;
    }

    @Override
    public NDArray normalise(NDArray features) {
        throw refusal();
    }

    @Override
    public NDArray project(NDArray prediction) {
        throw refusal();
    }

    @Override
    public NDArray connect(NDArray features, NDArray slots) {
        throw refusal();
    }

    @Override
    public NDArray predict(NDArray hidden) {
        throw refusal();
    }

    @Override
    public NDArray lossSum(NDArray prediction, NDArray target) {
        throw refusal();
    }

    private static ImagoException refusal() {
        return new ImagoException(
                ErrorCode.INCOMPATIBLE_PARTS,
                "model",
                "has no encoder: it reads and writes text only, no pictures");
    }
}
