package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.parity.Comparisons;
import dev.imago.api.parity.ParityFamily;
import dev.imago.api.parity.RecordedCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Recorded runs of diffusers' schedulers. Each case has runs, whose names tell steps and spacing or
 * what the model answers: {@code n10}, {@code trailing10}, {@code v_prediction.n10}.
 */
public final class SchedulerFamily implements ParityFamily {
    private static final String CONFIG = "/config/resolved_scheduler_config";
    private static final String ANSWERS = ".model_outputs";
    private static final String LISTED = "timesteps_";
    private static final Pattern RUN = Pattern.compile("(?:(\\w+)\\.)?([a-z]+)(\\d+)");

    /** Of a trajectory, as a share of its largest number. */
    private static final double SHARE = 2e-5;

    @Override
    public void check(RecordedCase recorded, Comparisons found) {
        checkTables(recorded, found);
        checkListed(recorded, found);
        for (String tensor : recorded.tensorsBelow("")) {
            if (tensor.endsWith(ANSWERS)) {
                String run = tensor.substring(0, tensor.length() - ANSWERS.length());
                new Run(recorded, run).check(found);
            }
        }
    }

    /** The settings of a run. */
    private static ObjectNode settings(RecordedCase recorded, String prediction, String spacing) {
        ObjectNode keys = recorded.at(CONFIG).deepCopy();
        if (prediction != null) {
            keys.put("prediction_type", prediction);
        }
        if (TimestepSpacing.NAMES.contains(spacing)) {
            keys.put("timestep_spacing", spacing);
        }
        return keys;
    }

    private static Scheduler scheduler(RecordedCase recorded, ObjectNode keys) {
        keys.put("_class_name", recorded.at("/config/class_name").asText("DDPMScheduler"));
        double eta = recorded.at("/config/step_arguments/eta").asDouble(0);
        return Schedulers.create(Schedulers.nameOf(keys), SchedulerConfig.read(keys), eta);
    }

    private static void checkTables(RecordedCase recorded, Comparisons found) {
        if (!recorded.hasTensor("alphas_cumprod")) {
            return;
        }
        NoiseSchedule schedule =
                NoiseSchedule.of(SchedulerConfig.read(settings(recorded, null, "")));
        for (String table : List.of("betas", "alphas_cumprod")) {
            float[] numbers = table.equals("betas") ? schedule.betas() : schedule.alphasCumprod();
            NDArray own = recorded.scope().create(numbers);
            found.tensor(table, own, recorded.tensor(table), 0, 1e-5);
        }
        if (recorded.hasTensor("noisy")) {
            long[] timesteps = whole(recorded.tensor("timesteps").toFloatArray());
            NDArray latents = recorded.tensor("latents");
            NDArray noise = recorded.tensor("noise");
            NDArray noisy = schedule.addNoise(latents, noise, timesteps);
            found.tensor("noisy", noisy, recorded.tensor("noisy"), 1e-5, 0);
            NDArray velocity = schedule.velocity(latents, noise, timesteps);
            found.tensor("velocity", velocity, recorded.tensor("velocity"), 1e-5, 0);
        }
    }

    /** Lists such as {@code timesteps_leading_50}; long ones have their ends alone. */
    private static void checkListed(RecordedCase recorded, Comparisons found) {
        for (var entry : recorded.at("/expected").properties()) {
            String[] words = entry.getKey().split("_");
            if (entry.getKey().startsWith(LISTED) && words.length == 3) {
                Scheduler scheduler = scheduler(recorded, settings(recorded, null, words[1]));
                double[] own = timesteps(scheduler.prepare(Integer.parseInt(words[2])));
                long[] expected = whole(numbers(entry.getValue()));
                long[] actual = whole(own);
                if (actual.length > expected.length) {
                    int half = expected.length / 2;
                    long[] ends = Arrays.copyOf(actual, expected.length);
                    System.arraycopy(actual, actual.length - half, ends, half, half);
                    actual = ends;
                }
                found.exact(entry.getKey(), actual, expected);
            }
        }
    }

    /** One recorded run. */
    private static final class Run {
        private final RecordedCase recorded;
        private final String name;
        private final Trajectory run;
        private final Map<String, NDArray> tensors = new HashMap<>();

        Run(RecordedCase recorded, String name) {
            this.recorded = recorded;
            this.name = name;
            Matcher matcher = RUN.matcher(name);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "the run '" + name + "' tells no steps, expected a name such as n10");
            }
            ObjectNode keys = settings(recorded, matcher.group(1), matcher.group(2));
            int steps = Integer.parseInt(matcher.group(3));
            this.run = scheduler(recorded, keys).prepare(steps);
        }

        void check(Comparisons found) {
            try (run) {
                checkTimesteps(found);
                if (run instanceof SigmaTrajectory sigmas && has("sigmas")) {
                    float[] own = new float[sigmas.sigmas().length];
                    for (int i = 0; i < own.length; i++) {
                        own[i] = (float) sigmas.sigmas()[i];
                    }
                    NDArray array = recorded.scope().create(own);
                    found.tensor(name + ".sigmas", array, tensor("sigmas"), 0, 1e-5);
                }
                checkSamples(found);
            }
        }

        private void checkTimesteps(Comparisons found) {
            String pointer = "/expected/" + name + ".";
            double[] own = timesteps(run);
            double[] expected = numbers(recorded.at(pointer + "timesteps"));
            if (recorded.text(pointer + "timesteps_dtype").contains("int")) {
                found.exact(name + ".timesteps", whole(own), whole(expected));
            } else {
                found.tensor(
                        name + ".timesteps",
                        recorded.scope().create(own),
                        recorded.scope().create(expected),
                        5e-3,
                        0);
            }
            long[] calls = {(long) recorded.number(pointer + "model_calls")};
            found.exact(name + ".model_calls", new long[] {run.calls()}, calls);
            found.number(
                    name + ".init_noise_sigma",
                    run.initNoiseSigma(),
                    recorded.number(pointer + "init_noise_sigma"),
                    0,
                    1e-5);
        }

        private void checkSamples(Comparisons found) {
            NDArray answers = tensor("model_outputs");
            NDArray samples = tensor("samples");
            NDArray sample = Blend.scaled(tensor("initial_noise"), run.initNoiseSigma());
            double first = largest(samples.get(0));
            row(found, "samples", 0, sample, first);
            for (int call = 0; call < run.calls(); call++) {
                NDArray scaled = run.scaleModelInput(sample, call);
                row(
                        found,
                        "scaled_inputs",
                        call,
                        scaled,
                        first * largest(scaled) / largest(sample));
                NDArray noise = run.drawsNoise() ? tensor("step_noise").get(call) : null;
                Trajectory.Step step = run.step(answers.get(call), call, sample, noise);
                sample = step.sample();
                row(found, "samples", call + 1, sample, first);
                row(found, "pred_original", call, step.predictedOriginal(), first);
            }
        }

        /** Compares with a recorded row, within a share of its or the first row's largest. */
        private void row(Comparisons found, String tensor, int row, NDArray actual, double first) {
            if (has(tensor)) {
                NDArray expected = tensor(tensor).get(row);
                double allowed = SHARE * Math.max(first, largest(expected));
                String place = name + "." + tensor + "[" + row + "]";
                found.tensor(place, actual, expected, allowed, 0);
            }
        }

        private boolean has(String tensor) {
            return recorded.hasTensor(name + "." + tensor);
        }

        private NDArray tensor(String tensor) {
            return tensors.computeIfAbsent(name + "." + tensor, recorded::tensor);
        }
    }

    private static double largest(NDArray array) {
        return array.abs().max().getFloat();
    }

    private static double[] timesteps(Trajectory run) {
        double[] timesteps = new double[run.calls()];
        Arrays.setAll(timesteps, run::timestep);
        return timesteps;
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static long[] whole(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(number -> (long) number).toArray();
    }

    private static long[] whole(float[] numbers) {
        List<Long> whole = new ArrayList<>();
        for (float number : numbers) {
            whole.add((long) number);
        }
        return whole.stream().mapToLong(Long::longValue).toArray();
    }
}
