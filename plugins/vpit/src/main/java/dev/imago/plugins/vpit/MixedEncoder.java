package dev.imago.plugins.vpit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.model.Aspect;
import dev.imago.api.model.Encoder;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.ImageOps.Interpolation;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.PatchEmbedding;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.Weights;
import dev.imago.api.plugin.Parts;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * Several encoders over one picture, features side by side. A picture is prepared once, at the
 * largest side any of them wants; each gets it resized and normalised as it is used to. Grids of
 * patches that differ from the first one's are interpolated to it. Legend: N pictures, P patches of
 * the first, D the sum of all widths.
 */
public final class MixedEncoder implements Encoder {
    private final Ops ops;
    private final List<Member> members = new ArrayList<>();
    private final PatchGrid patches;
    private final Preprocessing preprocessing;
    private final FeatureShape shape;

    /** An encoder with the number on each channel and what is added, {@code [3]}, to its pixels. */
    private record Member(Encoder encoder, float[] factor, float[] offset) {}

    /** Declares the encoders' parameters below their places in the list: {@code 0}, {@code 1}... */
    @Inject
    public MixedEncoder(MixedEncoderConfig config, Parts parts, Weights weights, Ops ops) {
        this.ops = ops;
        patches = new PatchGrid(ops);
        List<Encoder> encoders = new ArrayList<>();
        for (int i = 0; i < config.encoders().size(); i++) {
            encoders.add(parts.create(config.encoders().get(i), weights.at(String.valueOf(i))));
        }
        Preprocessing first = encoders.get(0).preprocessing();
        int side = encoders.stream().mapToInt(e -> e.preprocessing().size()).max().orElseThrow();
        preprocessing =
                new Preprocessing(
                        side,
                        first.mean(),
                        first.std(),
                        first.resample(),
                        scaled(first.aspect(), first.size(), side));
        encoders.forEach(encoder -> members.add(member(encoder, first)));
        int tokens = encoders.get(0).output().tokens();
        int width = encoders.stream().mapToInt(e -> e.output().width()).sum();
        shape = new FeatureShape(tokens, width);
        checkGrids(encoders, tokens);
    }

    /** The first encoder's aspect for a larger square. */
    private static Aspect scaled(Aspect aspect, int from, int to) {
        if (aspect instanceof Aspect.Crop crop) {
            return new Aspect.Crop(scaled(crop.shortestEdge(), from, to));
        }
        if (aspect instanceof Aspect.Pad pad) {
            return new Aspect.Pad(pad.background(), scaled(pad.shortestEdge(), from, to));
        }
        return aspect;
    }

    private static int scaled(int edge, int from, int to) {
        return Math.max(to, Math.round((float) edge * to / from));
    }

    /** From pixels normalised by one mean and deviation to those of another. */
    private static Member member(Encoder encoder, Preprocessing from) {
        Preprocessing to = encoder.preprocessing();
        float[] factor = new float[3];
        float[] offset = new float[3];
        for (int c = 0; c < 3; c++) {
            factor[c] = (float) (from.std().get(c) / to.std().get(c));
            offset[c] = (float) ((from.mean().get(c) - to.mean().get(c)) / to.std().get(c));
        }
        return new Member(encoder, factor, offset);
    }

    /** Unequal grids can be brought together only where they are squares. */
    private static void checkGrids(List<Encoder> encoders, int tokens) {
        for (Encoder encoder : encoders) {
            if (encoder.output().tokens() != tokens) {
                Grid.sideOfPatches(tokens, "model.encoder");
                Grid.sideOfPatches(encoder.output().tokens(), "model.encoder");
            }
        }
    }

    @Override
    public NDArray encode(NDArray pixels) {
        NDManager owner = pixels.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDList features = new NDList();
            for (Member member : members) {
                NDArray own = member.encoder().encode(prepared(member, pixels, scope));
                own.attach(scope);
                features.add(onGrid(own));
            }
            NDArray all = features.get(0).getNDArrayInternal().concat(rest(features), 2);
            all.attach(owner);
            return all; // [N, P, D]
        }
    }

    private static NDList rest(NDList features) {
        return new NDList(features.subList(1, features.size()));
    }

    /** The pixels as an encoder wants them, owned by the scope. */
    private NDArray prepared(Member member, NDArray pixels, NDManager scope) {
        Precision precision = Precision.of(pixels);
        NDArray wide = ops.cast(pixels, Precision.FP32);
        wide.attach(scope);
        NDArray factor = scope.create(member.factor(), new Shape(1, 3, 1, 1));
        NDArray offset = scope.create(member.offset(), new Shape(1, 3, 1, 1));
        NDArray normed = wide.mul(factor).add(offset);
        int side = member.encoder().preprocessing().size();
        NDArray fitting =
                pixels.getShape().get(2) == side
                        ? normed
                        : ops.images().resize(normed, side, side, Interpolation.BICUBIC_ANTIALIAS);
        return ops.cast(fitting, precision);
    }

    private NDArray onGrid(NDArray features) {
        if (features.getShape().get(1) == shape.tokens()) {
            return features;
        }
        int side = Grid.sideOfPatches(shape.tokens());
        try (NDArray grid = patches.resized(features, side)) {
            return PatchEmbedding.rows(grid);
        }
    }

    @Override
    public FeatureShape output() {
        return shape;
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }
}
