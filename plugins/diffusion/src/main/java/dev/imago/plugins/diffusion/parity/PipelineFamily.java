package dev.imago.plugins.diffusion.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import dev.imago.plugins.diffusion.sampling.Condition;
import dev.imago.plugins.diffusion.sampling.Denoising;
import dev.imago.plugins.diffusion.sampling.Guidance;
import dev.imago.plugins.diffusion.scheduler.Blend;
import dev.imago.plugins.diffusion.scheduler.Trajectory;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** From embeddings to pictures of 8 bits, with recorded noise. */
public final class PipelineFamily implements ParityFamily {
    private static final double CONTEXT = 2e-5;
    private static final double LATENTS = 1e-4;
    private static final int GAPS = 20;
    private static final double SHARE = 0.02;

    private final Ops ops;
    private final StoredWeights.Factory stores;

    @Inject
    PipelineFamily(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        try (RecordedPipeline pipeline = new RecordedPipeline(recorded, ops, stores)) {
            NDArray context = pipeline.context(recorded.tensor("embeddings"));
            found.tensor("context", context, recorded.tensor("context"), CONTEXT, 0);
            int index = 0;
            for (JsonNode scale : recorded.at("/config/guidance_scales")) {
                compare(recorded, found, pipeline, context, scale.asText(), index++);
            }
        }
    }

    private void compare(
            RecordedCase recorded,
            Comparisons found,
            RecordedPipeline pipeline,
            NDArray context,
            String scale,
            int index) {
        String prefix = "g" + scale + ".";
        NDArray initial = initial(recorded, context, index);
        List<Double> scales =
                Collections.nCopies((int) initial.getShape().get(0), Double.parseDouble(scale));
        List<NDArray> after = new ArrayList<>();
        try (Trajectory trajectory = pipeline.trajectory()) {
            double strength = recorded.at("/config/strength").asDouble(1);
            int first = trajectory.firstCall(strength);
            Denoising.Run run =
                    new Denoising.Run(
                            new Condition(context),
                            pipeline.none(context),
                            new Guidance(scales),
                            trajectory,
                            first,
                            call -> noise(recorded, call, initial));
            NDArray start = start(recorded, found, pipeline, trajectory, first, initial);
            NDArray last =
                    pipeline.denoising()
                            .run(
                                    start,
                                    run,
                                    (call, sample, seen) -> after.add(kept(recorded, sample)));
            latents(recorded, found, prefix, last, after);
            NDArray decoded = pipeline.decode(last);
            pixels(recorded, found, prefix, decoded);
        }
    }

    /** Noise, or a picture with so much of it that the first call takes away. */
    private static NDArray start(
            RecordedCase recorded,
            Comparisons found,
            RecordedPipeline pipeline,
            Trajectory trajectory,
            int first,
            NDArray noise) {
        if (!recorded.hasTensor("start_picture")) {
            return Blend.scaled(noise, trajectory.initNoiseSigma());
        }
        NDArray clean = pipeline.encode(recorded.tensor("start_picture"));
        new Allowed(found).output("start_latents", clean, recorded.tensor("start_latents"));
        return trajectory.addNoise(clean, noise, first);
    }

    /** All rows of the batch, or the one row of a scale where each has noise of its own. */
    private static NDArray initial(RecordedCase recorded, NDArray context, int index) {
        NDArray all = recorded.tensor("initial_latents");
        long rows = context.getShape().get(0);
        return all.getShape().get(0) == rows
                ? all
                : all.get(new NDIndex("{}:{}", index, index + 1)).duplicate();
    }

    private static NDArray noise(RecordedCase recorded, int call, NDArray like) {
        return recorded.tensor("step_noise").get(new NDIndex(call)).reshape(like.getShape());
    }

    private static NDArray kept(RecordedCase recorded, NDArray sample) {
        NDArray copy = sample.duplicate();
        copy.attach(recorded.scope());
        return copy;
    }

    private void latents(
            RecordedCase recorded,
            Comparisons found,
            String prefix,
            NDArray last,
            List<NDArray> after) {
        String name = prefix + "final_latents";
        double gap = recorded.at("/float64_gap").path(name).path("max_abs").asDouble(0);
        NDArray expected = recorded.tensor(name);
        double largest = expected.abs().max().getFloat();
        double allowed = Math.max(GAPS * gap, LATENTS * largest);
        found.tensor(name, last, expected, allowed, 0);
        if (!recorded.hasTensor(prefix + "latents_after")) {
            return;
        }
        NDArray some = recorded.tensor(prefix + "latents_after");
        int row = 0;
        for (JsonNode calls : recorded.at("/config/latents_after_calls")) {
            NDArray wanted = some.get(new NDIndex(row++));
            found.tensor(
                    prefix + "latents_after " + calls,
                    after.get(calls.asInt() - 1),
                    wanted,
                    Math.max(allowed, LATENTS * wanted.abs().max().getFloat()),
                    0);
        }
        found.exact(
                prefix + "model_calls",
                new long[] {after.size()},
                new long[] {(long) recorded.number("/expected/" + prefix + "model_calls")});
    }

    private void pixels(RecordedCase recorded, Comparisons found, String prefix, NDArray decoded) {
        if (recorded.hasTensor(prefix + "decoded")) {
            NDArray expected = recorded.tensor(prefix + "decoded");
            double allowed = 10 * LATENTS * expected.abs().max().getFloat();
            found.tensor(prefix + "decoded", decoded, expected, allowed, 0);
        }
        NDArray wanted = recorded.tensor(prefix + "image_u8");
        NDArray levels = Allowed.levels(decoded).reshape(wanted.getShape());
        new Allowed(found).levels(prefix + "image_u8", levels, wanted, SHARE);
    }
}
