package dev.imago.plugins.siglip;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Linear;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Weights;
import java.util.List;

/** Passes declarations on and writes down what was declared. */
final class RecordingWeights implements Weights {
    private final Weights weights;
    private final List<Parameter> declared;

    /**
     * @param declared takes every parameter
     */
    RecordingWeights(Weights weights, List<Parameter> declared) {
        this.weights = weights;
        this.declared = declared;
    }

    @Override
    public Weights at(String prefix) {
        return new RecordingWeights(weights.at(prefix), declared);
    }

    @Override
    public Parameter parameter(String name, Shape shape, Init init) {
        Parameter parameter = weights.parameter(name, shape, init);
        declared.add(parameter);
        return parameter;
    }

    @Override
    public Parameter buffer(String name, Shape shape, Init init) {
        Parameter buffer = weights.buffer(name, shape, init);
        declared.add(buffer);
        return buffer;
    }

    @Override
    public Linear linear(String name, int in, int out, boolean bias, Init init) {
        Linear linear = weights.linear(name, in, out, bias, init);
        String start = name.isEmpty() ? "" : name + ".";
        parameter(start + "weight", new Shape(out, in), init);
        if (bias) {
            parameter(start + "bias", new Shape(out), Init.ZEROS);
        }
        return linear;
    }

    @Override
    public Linear tied(Parameter weight) {
        return weights.tied(weight);
    }
}
