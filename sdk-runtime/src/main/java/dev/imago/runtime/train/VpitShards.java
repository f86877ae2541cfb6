package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSource;
import dev.imago.api.train.Counts;
import dev.imago.api.train.ShardSource;
import dev.imago.runtime.data.Drawn;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.model.VisualInput;
import dev.imago.runtime.sequence.Batch;
import dev.imago.runtime.sequence.BatchBuilder;
import dev.imago.runtime.sequence.CostSplit;
import dev.imago.runtime.sequence.Fitted;
import dev.imago.runtime.sequence.ImageSpan;
import dev.imago.runtime.sequence.Sequence;
import dev.imago.runtime.sequence.SequenceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The batches of visual-predictive instruction tuning, drawn from a mixture of tasks. */
public final class VpitShards implements ShardSource<Batch> {
    private final Mixture mixture;
    private final SequenceBuilder sequences;
    private final VisualInput images;
    private final StepWindows<Example> steps;
    private final VisualNoise noise;
    private final boolean packing;

    /**
     * @param mixture of tasks
     * @param sequences tokenises
     * @param images the frozen encoder's visual tokens
     * @param grouping how steps are filled
     * @param noise added to visual tokens that are drawn and read back; targets stay clean
     * @param packing whether a shard's examples share one row instead of being padded
     */
    VpitShards(
            Mixture mixture,
            SequenceBuilder sequences,
            VisualInput images,
            StepWindows.Grouping grouping,
            VisualNoise noise,
            boolean packing) {
        this.mixture = mixture;
        this.sequences = sequences;
        this.images = images;
        this.steps =
                new StepWindows<>(
                        grouping,
                        at -> new Example(at, mixture.draw(at, this::sequence)),
                        Example::hasImages,
                        Example::length);
        this.noise = noise;
        this.packing = packing;
    }

    @Override
    public List<Pending<Batch>> step(long step, int shards) {
        List<Example> drawn = steps.step(step);
        List<Pending<Batch>> pending = new ArrayList<>();
        List<List<Example>> split =
                packing
                        ? CostSplit.packed(drawn, Example::length, shards)
                        : CostSplit.split(drawn, Example::length, shards);
        for (List<Example> shard : split) {
            pending.add(new Shard(shard));
        }
        return pending;
    }

    /** Images are decoded here for the first time: a bad one makes the sample a bad one. */
    private Sequence sequence(Drawn example) {
        Fitted fitted = sequences.fitted(example.conversation());
        Sequence sequence = fitted.sequence();
        images.check(sequence.spans().stream().map(ImageSpan::image).toList());
        if (fitted.shortened()) {
            mixture.shortened(example, fitted.cases(), fitted.told());
        }
        return sequence;
    }

    /** A sequence and its position in the run. */
    private record Example(long position, Sequence sequence) {
        int length() {
            return sequence.length();
        }

        boolean hasImages() {
            return !sequence.spans().isEmpty();
        }
    }

    /** One shard's examples. */
    private final class Shard implements Pending<Batch> {
        private final List<Sequence> sequences;

        /** For each image, the position of its example. */
        private final long[] positions;

        Shard(List<Example> examples) {
            this.sequences = examples.stream().map(Example::sequence).toList();
            this.positions =
                    examples.stream()
                            .flatMapToLong(
                                    example ->
                                            LongStream.generate(example::position)
                                                    .limit(example.sequence().spans().size()))
                            .toArray();
        }

        @Override
        public Counts counts() {
            long text = sequences.stream().mapToLong(Sequence::learnedTokens).sum();
            long vision =
                    sequences.stream()
                            .mapToLong(s -> (long) s.learnedImages() * s.tokensPerImage())
                            .sum();
            return new Counts(Map.of(VpitObjective.TEXT, text, VpitObjective.VISION, vision));
        }

        @Override
        public long positions() {
            return sequences.stream().mapToLong(Sequence::length).sum();
        }

        @Override
        public Batch open(NDManager scope) {
            List<ImageSpan> spans =
                    sequences.stream().flatMap(sequence -> sequence.spans().stream()).toList();
            BatchBuilder builder = packing ? BatchBuilder.packed() : new BatchBuilder(false);
            if (spans.isEmpty()) {
                return builder.build(sequences, null, null, scope);
            }
            List<ImageSource> sources = spans.stream().map(ImageSpan::image).toList();
            NDArray clean = images.visualTokens(sources, scope);
            boolean[] drawn = new boolean[spans.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = spans.get(i).learned();
            }
            NDArray read = noise.applyToDrawn(clean, positions, drawn);
            return builder.build(sequences, read, clean, scope);
        }
    }
}
