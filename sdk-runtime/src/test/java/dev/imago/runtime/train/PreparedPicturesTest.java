package dev.imago.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.PictureSize;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Init;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.train.DecoderObjective.Prepared;
import dev.imago.runtime.features.PictureCaches;
import dev.imago.runtime.weights.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedPicturesTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final Preprocessing SEEN = new Preprocessing(8, HALVES, HALVES, "bicubic");

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final Ops ops = new Ops(manager);
    private final ParameterStore store = new ParameterStore(ops, manager, Precision.FP32);
    private final AtomicInteger encoded = new AtomicInteger();

    @TempDir Path folder;

    @BeforeEach
    void declare() {
        store.root().at("decoder.vae").parameter("weight", new Shape(2), Init.ZEROS);
        store.initialise(1);
    }

    @AfterEach
    void close() {
        ops.close();
        manager.close();
    }

    /** Quarters of pictures, counting how many. */
    private final class Halving implements Prepared {
        @Override
        public String settings() {
            return "halving";
        }

        @Override
        public List<String> weights() {
            return List.of("vae.**");
        }

        @Override
        public NDArray prepare(NDArray pixels) {
            encoded.addAndGet((int) pixels.getShape().get(0));
            return pixels.get(":, :, ::2, ::2").duplicate();
        }
    }

    private PreparedPictures open(FittedPictures fitted) {
        PictureCaches caches = new PictureCaches(folder, Long.MAX_VALUE, manager, 2, told -> {});
        return PreparedPictures.open(
                Optional.of(new Halving()), "decoder", store, caches, fitted, ops);
    }

    private static FittedPictures fitted(int side) {
        return new FittedPictures(Optional.of(new PictureSize(side, side)), SEEN);
    }

    private static List<ImageSource> images(int... ids) {
        List<ImageSource> images = new ArrayList<>();
        for (int id : ids) {
            byte[] rgb = new byte[4 * 4 * 3];
            Arrays.fill(rgb, (byte) id);
            images.add(ImageSource.of("picture-" + id, new Picture(4, 4, rgb)));
        }
        return images;
    }

    @Test
    void a_later_run_reads_what_was_encoded_and_encodes_what_is_new() {
        float[] first;
        try (PreparedPictures prepared = open(fitted(4))) {
            first = prepared.of(images(1, 2, 3, 2), manager).toFloatArray();
            prepared.of(images(3, 1), manager);
        }
        // The first picture once more, before anything is kept, for the shape.
        assertThat(encoded.getAndSet(0)).isEqualTo(3 + 1);
        assertThat(first).hasSize(4 * 12);
        assertThat(first[12]).isEqualTo(2 / 255f);
        try (PreparedPictures again = open(fitted(4))) {
            assertThat(again.of(images(1, 2, 3, 2), manager).toFloatArray()).isEqualTo(first);
            assertThat(encoded.getAndSet(0)).isEqualTo(1);
            again.of(images(3, 4, 5), manager);
            assertThat(encoded.getAndSet(0)).isEqualTo(2);
        }
    }

    @Test
    void other_weights_or_another_size_are_encoded_anew() {
        try (PreparedPictures prepared = open(fitted(4))) {
            prepared.of(images(1, 2), manager);
        }
        encoded.set(0);
        try (PreparedPictures larger = open(fitted(8))) {
            Shape shape = larger.of(images(1, 2), manager).getShape();
            assertThat(shape).isEqualTo(new Shape(2, 3, 4, 4));
        }
        assertThat(encoded.getAndSet(0)).isEqualTo(3);
        store.find("decoder.vae.weight").orElseThrow().value().addi(1);
        try (PreparedPictures other = open(fitted(4))) {
            other.of(images(1, 2), manager);
        }
        assertThat(encoded).hasValue(3);
    }

    @Test
    void pictures_of_several_sizes_need_a_decoder_that_tells_its_own() {
        List<ImageSource> mixed = new ArrayList<>(images(1));
        mixed.add(ImageSource.of("wide", new Picture(6, 4, new byte[6 * 4 * 3])));
        assertThat(fitted(4).of(mixed)).allMatch(p -> p.width() == 4 && p.height() == 4);
        assertThat(fitted(4).of(mixed).get(0)).isSameAs(mixed.get(0).load());
        assertThatThrownBy(() -> new FittedPictures(Optional.empty(), SEEN).of(mixed))
                .hasMessageContaining("wide: is 6×4 among pictures of 4×4");
    }
}
