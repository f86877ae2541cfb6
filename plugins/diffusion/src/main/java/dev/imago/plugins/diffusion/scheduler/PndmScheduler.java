package dev.imago.plugins.diffusion.scheduler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.plugin.InvalidValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pseudo numerical methods (Liu et al. 2022): a linear multistep rule over the last four answers,
 * begun by Runge-Kutta steps or, as Stable Diffusion has it, by a second call at the second level.
 */
final class PndmScheduler implements Scheduler {
    /** Levels that begin with Runge-Kutta steps of four calls each. */
    private static final int ROUNDS = 3;

    private final SchedulerConfig config;
    private final NoiseSchedule schedule;
    private final Prediction prediction;

    PndmScheduler(SchedulerConfig config) {
        this.config = config;
        this.schedule = NoiseSchedule.of(config);
        this.prediction = config.prediction().withoutSample("pndm");
    }

    @Override
    public String name() {
        return "pndm";
    }

    @Override
    public Trajectory prepare(int steps) {
        int levels = schedule.levels();
        RunLength.checked(steps, levels);
        TimestepSpacing spacing = config.spacing(TimestepSpacing.LEADING);
        double[] visited = spacing.whole(levels, steps, config.stepsOffset());
        int gap = levels / steps;
        if (config.skipPrkSteps()) {
            return new Run(secondTwice(visited), 0, steps, gap);
        }
        if (steps <= ROUNDS) {
            throw new InvalidValueException(
                    "steps",
                    "is "
                            + steps
                            + ", expected at least 4 where pndm begins with Runge-Kutta"
                            + " steps; or set skip_prk_steps: true");
        }
        return new Run(withRounds(visited, gap / 2), ROUNDS * 4, steps, gap);
    }

    private static double[] secondTwice(double[] visited) {
        if (visited.length < 2) {
            return visited;
        }
        double[] calls = new double[visited.length + 1];
        System.arraycopy(visited, 0, calls, 0, 2);
        System.arraycopy(visited, 1, calls, 2, visited.length - 1);
        return calls;
    }

    /** Each round asks at its level, twice half a gap lower, and at the next level. */
    private static double[] withRounds(double[] visited, int half) {
        double[] calls = new double[ROUNDS * 4 + visited.length - ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double next = visited[round + 1];
            calls[round * 4] = visited[round];
            calls[round * 4 + 1] = next + half;
            calls[round * 4 + 2] = next + half;
            calls[round * 4 + 3] = next;
        }
        System.arraycopy(visited, ROUNDS, calls, ROUNDS * 4, visited.length - ROUNDS);
        return calls;
    }

    private final class Run extends LevelTrajectory {
        private final int rounds;
        private final int gap;
        private final List<NDArray> answers = new ArrayList<>();
        private NDManager kept;
        private NDArray began;
        private NDArray blended;
        private int done;

        /**
         * @param rounds calls of Runge-Kutta steps
         */
        Run(double[] calls, int rounds, int steps, int gap) {
            super(schedule, calls, steps);
            this.rounds = rounds;
            this.gap = gap;
        }

        @Override
        public boolean drawsNoise() {
            return false;
        }

        @Override
        public Step step(NDArray modelOutput, int call, NDArray sample, NDArray noise) {
            if (kept == null) {
                kept = NDManager.newBaseManager(sample.getDevice(), "PyTorch");
            }
            double level = kept(timestep(call));
            NDArray clean =
                    prediction.clean(modelOutput, sample, Math.sqrt(level), Math.sqrt(1 - level));
            NDArray previous =
                    done < rounds
                            ? rungeKutta(modelOutput, call, sample)
                            : multistep(modelOutput, call, sample);
            done++;
            return new Step(previous, clean);
        }

        private NDArray rungeKutta(NDArray output, int call, NDArray sample) {
            int part = done % 4;
            double to = timestep(call) - (part % 2 == 0 ? gap / 2 : 0);
            double from = timestep(call - part);
            if (part == 0) {
                keep(output);
                began = replaced(began, sample.duplicate());
                blended = replaced(blended, Blend.scaled(output, 1 / 6.0));
            } else {
                Blend.add(blended, output, part == 3 ? 1 / 6.0 : 1 / 3.0);
            }
            return moved(sample, began, part == 3 ? blended : output, from, to);
        }

        private NDArray multistep(NDArray output, int call, NDArray sample) {
            boolean again = done == 1 && rounds == 0;
            double from = timestep(call) + (again ? gap : 0);
            double to = timestep(call) - (again ? 0 : gap);
            if (!again) {
                keep(output);
            }
            if (done == 0) {
                began = replaced(began, sample.duplicate());
            }
            try (NDArray combined = again ? mean(output) : combined()) {
                return moved(sample, again ? began : sample, combined, from, to);
            }
        }

        private NDArray mean(NDArray output) {
            return Blend.of(last(0), 0.5, output, 0.5);
        }

        /** The Adams-Bashforth rule of as many answers as there are. */
        private NDArray combined() {
            double[] weights =
                    switch (answers.size()) {
                        case 1 -> new double[] {1};
                        case 2 -> new double[] {3 / 2.0, -1 / 2.0};
                        case 3 -> new double[] {23 / 12.0, -16 / 12.0, 5 / 12.0};
                        default -> new double[] {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0};
                    };
            NDArray sum = Blend.scaled(last(0), weights[0]);
            for (int i = 1; i < weights.length; i++) {
                Blend.add(sum, last(i), weights[i]);
            }
            return sum;
        }

        private NDArray last(int back) {
            return answers.get(answers.size() - 1 - back);
        }

        private void keep(NDArray output) {
            if (answers.size() == 4) {
                answers.remove(0).close();
            }
            NDArray copy = output.duplicate();
            copy.attach(kept);
            answers.add(copy);
        }

        private NDArray replaced(NDArray before, NDArray now) {
            if (before != null) {
                before.close();
            }
            now.attach(kept);
            return now;
        }

        /** Equation 9 of the paper; owned by the manager of {@code owned}. */
        private NDArray moved(
                NDArray owned, NDArray sample, NDArray output, double from, double to) {
            double here = kept(from);
            double there = to >= 0 ? kept(to) : config.alphaToOne(false) ? 1 : kept(0);
            double ratio = Math.sqrt(there / here);
            double divisor = here * Math.sqrt(1 - there) + Math.sqrt(here * (1 - here) * there);
            double factor = (here - there) / divisor;
            try (NDArray noise =
                    prediction.noise(output, sample, Math.sqrt(here), Math.sqrt(1 - here))) {
                NDArray previous = Blend.of(sample, ratio, noise, factor);
                previous.attach(owned.getManager());
                return previous;
            }
        }

        @Override
        public void close() {
            if (kept != null) {
                kept.close();
                kept = null;
            }
        }
    }
}
