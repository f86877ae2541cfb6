package dev.imago.runtime.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.data.FileStamp;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.FeatureShape;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.model.VisualInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final FeatureShape SHAPE = new FeatureShape(2, 3);

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final AtomicInteger encoded = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final List<String> told = new ArrayList<>();
    private long most = Long.MAX_VALUE;

    @TempDir Path folder;

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void tokens_come_in_the_order_asked_for() {
        try (FeatureCache cache = cache(Precision.FP32)) {
            NDArray tokens = cache.visualTokens(images(5, 2, 5, 9), manager);
            assertThat(tokens.getShape()).isEqualTo(new Shape(4, 2, 3));
            assertThat(tokens.toFloatArray())
                    .startsWith(5.1f, 5.2f, 5.3f, 5.4f, 5.5f, 5.6f, 2.1f)
                    .endsWith(9.5f, 9.6f);
            assertThat(encoded).hasValue(3);
        }
    }

    @Test
    void an_image_is_encoded_once_also_in_later_runs() {
        try (FeatureCache cache = cache(Precision.FP32)) {
            cache.visualTokens(images(1, 2, 3), manager);
            cache.visualTokens(images(3, 2), manager);
        }
        try (FeatureCache again = cache(Precision.FP32)) {
            assertThat(again.size()).isEqualTo(3);
            assertThat(again.visualTokens(images(2), manager).toFloatArray()).startsWith(2.1f);
        }
        assertThat(encoded).hasValue(3);
    }

    @Test
    void bfloat16_is_rounded_the_same_the_first_time_and_later() {
        float[] first;
        try (FeatureCache cache = cache(Precision.BF16)) {
            first = cache.visualTokens(images(1), manager).toFloatArray();
            assertThat(first[0]).isEqualTo(1.1015625f);
            assertThat(cache.visualTokens(images(1), manager).toFloatArray()).isEqualTo(first);
        }
        assertThat(folder.resolve("x/tokens.bin")).hasSize(12);
    }

    @Test
    void many_threads_may_ask() {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        Collections.shuffle(numbers, new Random(1));
        try (FeatureCache cache = cache(Precision.FP32)) {
            numbers.parallelStream()
                    .forEach(
                            number -> {
                                try (NDManager own = manager.newSubManager()) {
                                    float[] tokens =
                                            cache.visualTokens(images(number, number / 2), own)
                                                    .toFloatArray();
                                    assertThat(tokens[0]).isEqualTo(number + 0.1f);
                                    assertThat(tokens[6]).isEqualTo(number / 2 + 0.1f);
                                }
                            });
            assertThat(encoded).hasValue(300);
        }
    }

    @Test
    void what_a_kill_left_is_dropped_and_made_anew() throws IOException {
        try (FeatureCache cache = cache(Precision.FP32)) {
            cache.visualTokens(images(1, 2, 3), manager);
        }
        cut("index.bin", 7);
        cut("tokens.bin", 30);
        try (FeatureCache cache = cache(Precision.FP32)) {
            assertThat(cache.size()).isEqualTo(1);
            float[] tokens = cache.visualTokens(images(1, 2, 3), manager).toFloatArray();
            assertThat(tokens).contains(1.1f, 2.1f, 3.1f);
        }
        assertThat(encoded).hasValue(5);
    }

    @Test
    void a_damaged_record_is_made_anew() throws IOException {
        try (FeatureCache cache = cache(Precision.FP32)) {
            cache.visualTokens(images(1, 2), manager);
        }
        Path file = folder.resolve("x/tokens.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[30] ^= 1;
        Files.write(file, bytes);
        for (int round = 0; round < 2; round++) {
            try (FeatureCache cache = cache(Precision.FP32)) {
                float[] tokens = cache.visualTokens(images(1, 2), manager).toFloatArray();
                assertThat(tokens).contains(1.1f, 2.1f, 2.2f, 2.3f);
            }
        }
        assertThat(encoded).hasValue(3);
        assertThat(file).hasSize(48);
    }

    @Test
    void a_bad_image_is_told_each_time_it_is_asked_for() {
        try (FeatureCache cache = cache(Precision.FP32)) {
            for (int round = 0; round < 2; round++) {
                assertThatThrownBy(() -> cache.visualTokens(List.of(bad()), manager))
                        .isInstanceOf(ImagoException.class)
                        .hasMessageContaining("BAD_IMAGE");
                assertThatThrownBy(() -> cache.check(List.of(bad())))
                        .hasMessageContaining("BAD_IMAGE");
            }
            assertThat(cache.visualTokens(images(1), manager).size()).isEqualTo(6);
        }
    }

    @Test
    void a_picture_changed_under_its_name_is_encoded_anew() throws IOException {
        Path file = Files.write(folder.resolve("picture"), new byte[] {0, 1, 0});
        Path copy = Files.write(folder.resolve("copy"), new byte[] {0, 1, 0});
        try (FeatureCache cache = cache(Precision.FP32)) {
            assertThat(first(cache, file)).isEqualTo(1.1f);
            assertThat(first(cache, copy)).isEqualTo(1.1f);
            assertThat(encoded).as("the same bytes elsewhere").hasValue(1);
            Files.write(file, new byte[] {0, 7, 0});
            Files.setLastModifiedTime(file, FileTime.fromMillis(12_345));
            assertThat(first(cache, file)).isEqualTo(7.1f);
            assertThat(first(cache, copy)).isEqualTo(1.1f);
        }
        assertThat(encoded).hasValue(2);
    }

    @Test
    void a_file_is_hashed_once_also_in_later_runs() throws IOException {
        Path file = Files.write(folder.resolve("picture"), new byte[] {0, 1, 0});
        try (FeatureCache cache = cache(Precision.FP32)) {
            first(cache, file);
            first(cache, file);
        }
        try (FeatureCache again = cache(Precision.FP32)) {
            first(again, file);
            assertThat(opened).hasValue(1);
            Files.delete(file);
            assertThatThrownBy(() -> first(again, file)).hasMessageContaining("FILE_NOT_FOUND");
        }
    }

    @Test
    void what_has_no_room_is_computed_each_time_and_told_once() {
        most = 6 * 12;
        float[] kept;
        try (FeatureCache cache = cache(Precision.BF16, "a")) {
            kept = cache.visualTokens(images(1, 2, 3), manager).toFloatArray();
        }
        try (FeatureCache cache = cache(Precision.BF16, "b")) {
            for (int round = 0; round < 2; round++) {
                assertThat(cache.visualTokens(images(1, 2, 3, 4), manager).toFloatArray())
                        .as("kept or not, the values are the same")
                        .startsWith(kept);
            }
            assertThat(cache.size()).isEqualTo(3);
        }
        assertThat(encoded).hasValue(3 + 4 + 1);
        assertThat(told).singleElement().asString().contains("kept_features_gb");
    }

    @Test
    void two_handles_may_write_at_once() {
        try (FeatureCache one = cache(Precision.FP32);
                FeatureCache other = cache(Precision.FP32)) {
            IntStream.range(0, 200)
                    .parallel()
                    .forEach(
                            number -> {
                                FeatureCache cache = number % 2 == 0 ? one : other;
                                try (NDManager own = manager.newSubManager()) {
                                    cache.visualTokens(images(number, 1000), own);
                                }
                            });
            int before = encoded.get();
            for (FeatureCache cache : List.of(one, other)) {
                for (int number = 0; number < 200; number++) {
                    assertThat(cache.visualTokens(images(number), manager).toFloatArray())
                            .startsWith(number + 0.1f);
                }
            }
            assertThat(encoded).as("each sees what the other wrote").hasValue(before);
        }
        try (FeatureCache again = cache(Precision.FP32)) {
            assertThat(again.size()).isEqualTo(201);
        }
    }

    @Test
    void who_waits_for_a_picture_when_it_closes_waits_no_longer() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        VisualInput untilInterrupted =
                (images, owner) -> {
                    started.countDown();
                    while (!Thread.interrupted()) {
                        Thread.onSpinWait();
                    }
                    return owner.create(new float[6], new Shape(1, 2, 3));
                };
        PictureCaches one = new PictureCaches(folder, most, manager, 1, told::add);
        FeatureCache cache = new FeatureCache(one, "x", SHAPE, Precision.FP32, untilInterrupted);
        CompletableFuture<NDArray> asked =
                CompletableFuture.supplyAsync(() -> cache.visualTokens(images(1, 2), manager));
        started.await();
        cache.close();
        assertThatThrownBy(() -> asked.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("encoding was interrupted");
    }

    private float first(FeatureCache cache, Path file) {
        ImageSource image = new FileOfThreeBytes(file);
        return cache.visualTokens(List.of(image), manager).toFloatArray()[0];
    }

    /** A picture of one pixel. */
    private final class FileOfThreeBytes implements ImageSource {
        private final Path file;

        FileOfThreeBytes(Path file) {
            this.file = file;
        }

        @Override
        public String id() {
            return file.toString();
        }

        @Override
        public String version() {
            return FileStamp.version(id(), file);
        }

        @Override
        public Optional<InputStream> encoded() throws IOException {
            opened.incrementAndGet();
            return Optional.of(Files.newInputStream(file));
        }

        @Override
        public Picture load() {
            try {
                return new Picture(1, 1, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private FeatureCache cache(Precision kept) {
        return cache(kept, "x");
    }

    private FeatureCache cache(Precision kept, String key) {
        VisualInput encoder =
                (images, owner) -> {
                    assertThat(images).hasSize(1);
                    int number = images.get(0).load().at(0, 0, 0) * 256;
                    number += images.get(0).load().at(0, 0, 1);
                    encoded.incrementAndGet();
                    float[] tokens = new float[6];
                    for (int i = 0; i < tokens.length; i++) {
                        tokens[i] = (float) (number + (i + 1) / 10.0);
                    }
                    return owner.create(tokens, new Shape(1, 2, 3));
                };
        return new FeatureCache(caches(), key, SHAPE, kept, encoder);
    }

    private PictureCaches caches() {
        return new PictureCaches(folder, most, manager, 2, told::add);
    }

    private static List<ImageSource> images(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(
                        n -> {
                            byte[] rgb = {(byte) (n >> 8), (byte) n, 0};
                            return ImageSource.of("image " + n, new Picture(1, 1, rgb));
                        })
                .toList();
    }

    private static ImageSource bad() {
        return new ImageSource() {
            @Override
            public String id() {
                return "bad";
            }

            @Override
            public Picture load() {
                throw new ImagoException(ErrorCode.BAD_IMAGE, "bad.png", "is torn");
            }
        };
    }

    private void cut(String name, int bytes) throws IOException {
        Path file = folder.resolve("x").resolve(name);
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
    }
}
