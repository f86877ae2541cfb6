package dev.imago.plugins.wardrobe.judge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.nn.Autograd;
import dev.imago.api.nn.ListOps;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Parameter;
import dev.imago.api.nn.Precision;
import dev.imago.api.testing.NoLeakExtension;
import dev.imago.api.train.ShardSource.Pending;
import dev.imago.plugins.wardrobe.WardrobeConfig;
import dev.imago.plugins.wardrobe.WardrobeSource;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.SceneImage;
import dev.imago.runtime.weights.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JudgeTest {
    @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
    private final NDList means = new NDList();
    private final NDList squares = new NDList();
    private Ops ops;

    @BeforeEach
    void open() {
        ops = new Ops(leaks.manager());
    }

    private static Samples<CaptionedImage> scenes(String split) {
        return new WardrobeSource(
                        new WardrobeConfig(split, 2000, 1, 8, false, null, null, 1L, null))
                .samples("generate", CaptionedImage.class);
    }

    @Test
    void learns_garments_of_photos_it_never_saw() {
        ParameterStore store = new ParameterStore(ops, leaks.manager(), Precision.FP32);
        JudgeObjective objective = new JudgeObjective(store.root(), ops, Precision.FP32);
        store.initialise(1);
        store.trainOnly(List.of("**"));
        JudgeShards shards = new JudgeShards(scenes("train"), 16, 1);
        for (int step = 0; step < 60; step++) {
            step(store, objective, shards.step(step, 1).get(0), step + 1);
        }
        Judge judge = new Judge(store.root(), ops, Precision.FP32, leaks.manager());
        assertThat(accuracy(judge)).isGreaterThan(0.2);
    }

    private void step(
            ParameterStore store, JudgeObjective objective, Pending<CellBatch> shard, int step) {
        try (NDManager scope = leaks.manager().newSubManager();
                Autograd.Scope on = Autograd.on()) {
            Autograd.backward(objective.loss(shard.open(scope), shard.counts(), scope).total());
            NDList parameters = new NDList();
            NDList gradients = new NDList();
            for (Parameter parameter : store.trainable()) {
                NDArray value = parameter.value();
                parameters.add(value);
                gradients.add(Autograd.gradient(value).orElseThrow());
                if (step == 1) {
                    means.add(leaks.manager().zeros(value.getShape()));
                    squares.add(leaks.manager().zeros(value.getShape()));
                }
            }
            ListOps.AdamW adam = new ListOps.AdamW(3e-3, 0.9, 0.98, 1e-8, 0.05);
            ops.lists().adamW(adam, step, parameters, gradients, means, squares, null);
            store.clearGradients();
        }
    }

    private static double accuracy(Judge judge) {
        List<SceneImage> images =
                LongStream.range(0, 150)
                        .mapToObj(i -> SceneImage.of(scenes("test").get(i).image()))
                        .toList();
        List<Picture> pictures = images.stream().map(SceneImage::load).toList();
        List<Map<Place, Garment>> named = judge.name(pictures);
        int right = 0;
        int all = 0;
        for (int i = 0; i < images.size(); i++) {
            for (Item item : images.get(i).scene().items()) {
                right += named.get(i).get(item.place()) == item.garment() ? 1 : 0;
                all++;
            }
        }
        return (double) right / all;
    }

    @Test
    void a_step_brings_the_same_cells_however_it_is_split() {
        JudgeShards shards = new JudgeShards(scenes("train"), 8, 1);
        try (NDManager scope = leaks.manager().newSubManager()) {
            float[] whole = shards.step(5, 1).get(0).open(scope).cells().toFloatArray();
            List<Pending<CellBatch>> halves = shards.step(5, 2);
            NDArray first = halves.get(0).open(scope).cells();
            NDArray second = halves.get(1).open(scope).cells();
            assertThat(first.concat(second).toFloatArray()).isEqualTo(whole);
            float[] next = shards.step(6, 1).get(0).open(scope).cells().toFloatArray();
            assertThat(next).isNotEqualTo(whole);
        }
    }
}
