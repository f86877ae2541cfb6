package dev.imago.it.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.Conversation;
import dev.imago.api.generate.GenerationOptions;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Weights;
import dev.imago.api.train.Counts;
import dev.imago.api.train.ShardSource;
import dev.imago.api.train.Training;
import dev.imago.runtime.generate.Generator;
import dev.imago.runtime.model.DirectFeatures;
import dev.imago.runtime.model.LiveModel;
import dev.imago.runtime.progress.Progress;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.train.Interruption;
import dev.imago.runtime.train.MetricsLog;
import dev.imago.runtime.train.TrainStageConfig;
import dev.imago.runtime.train.TrainingEnvironment;
import dev.imago.runtime.train.TrainingLoop;
import dev.imago.runtime.train.VpitObjective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many native arrays live after many steps or requests as after one. */
class LiveArraysTest {
    private static final GenerationOptions OPTIONS =
            new GenerationOptions(8, 2, 1, 0, 1, 5, RenderOptions.DEFAULT);

    @TempDir Path folder;

    @Test
    void training_steps_leave_no_arrays() {
        training(new BatchBuilder(false));
    }

    @Test
    void packed_training_steps_leave_no_arrays() {
        training(BatchBuilder.packed());
    }

    private void training(BatchBuilder builder) {
        try (TinyModel tiny = new TinyModel()) {
            train(tiny, folder.resolve("first"), builder);
            int before = tiny.live();

            List<Integer> live = train(tiny, folder.resolve("second"), builder);

            assertThat(live).hasSize(6).containsOnly(live.get(0));
            assertThat(tiny.live()).isEqualTo(before);
        }
    }

    @Test
    void requests_leave_no_arrays_also_when_they_are_cancelled_or_fail() {
        try (TinyModel tiny = new TinyModel()) {
            Generator generator =
                    new Generator(
                            tiny.model(),
                            new DirectFeatures(tiny.model()),
                            tiny.manager(),
                            Integer.MAX_VALUE);
            List<Integer> live = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                for (Conversation request : TinyModel.requests()) {
                    generator.generate(request, OPTIONS, () -> false, event -> {});
                    generator.generate(request, OPTIONS, () -> true, event -> {});
                    assertThatThrownBy(
                                    () ->
                                            generator.generate(
                                                    request,
                                                    OPTIONS,
                                                    () -> false,
                                                    event -> {
                                                        throw new IllegalStateException("gone");
                                                    }))
                            .hasMessage("gone");
                }
                generator.answer(TinyModel.requests(), OPTIONS);
                live.add(tiny.live());
            }
            assertThat(live).containsOnly(live.get(0));
        }
    }

    private static List<Integer> train(TinyModel tiny, Path folder, BatchBuilder builder) {
        List<Integer> live = new ArrayList<>();
        TrainStageConfig config = (TrainStageConfig) tiny.recipe().stages().get(2).stage().config();
        TrainingEnvironment environment =
                new TrainingEnvironment(
                        "instruct",
                        7,
                        folder,
                        tiny.manager(),
                        tiny.ops(),
                        2,
                        1,
                        counting(tiny, live),
                        List.of(),
                        new MetricsLog(folder.resolve("metrics.jsonl")),
                        new Interruption());
        new TrainingLoop(environment, tiny.runtime().factory())
                .train(
                        new Training.TrainableWeights(
                                tiny.store().root(),
                                Map.of("model.mm_projector.**", 1.0, "model.layers.**", 1.0)),
                        weights -> new VpitObjective(over(tiny, weights)),
                        (step, shards) -> shards(tiny, shards, builder),
                        config.settings());
        return live;
    }

    private static LiveModel over(TinyModel tiny, Weights weights) {
        return tiny.session().over(weights);
    }

    private static Progress counting(TinyModel tiny, List<Integer> live) {
        return new Progress() {
            @Override
            public void line(String text) {}

            @Override
            public Bar bar(String label, long total) {
                return (done, detail) -> live.add(tiny.live());
            }
        };
    }

    private static List<ShardSource.Pending<Batch>> shards(
            TinyModel tiny, int shards, BatchBuilder builder) {
        List<Sequence> all = TinyModel.examples().stream().map(tiny.sequences()::training).toList();
        List<ShardSource.Pending<Batch>> pending = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            pending.add(new Shard(tiny, all.subList(0, 1 + s % all.size()), builder));
        }
        return pending;
    }

    private record Shard(TinyModel tiny, List<Sequence> sequences, BatchBuilder builder)
            implements ShardSource.Pending<Batch> {
        @Override
        public Counts counts() {
            return new Counts(Map.of(VpitObjective.TEXT, 10L, VpitObjective.VISION, 10L));
        }

        @Override
        public long positions() {
            return sequences.stream().mapToLong(Sequence::length).sum();
        }

        @Override
        public Batch open(NDManager scope) {
            NDArray features = tiny.features(sequences, scope);
            return builder.build(sequences, features, features, scope);
        }
    }
}
