package dev.imago.runtime.bench;

import ai.djl.ndarray.NDManager;
import dev.imago.api.cli.Benchmark;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.model.Preprocessing;
import dev.imago.api.nn.Precision;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PixelArrays;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * JPEG files to pixels of 384×384, one at a time on one thread, as {@code benchmarks/hf_images.py}
 * does it with the same files. Processor time tells more than the clock where others compute, too.
 */
public final class ImagesBenchmark implements Benchmark {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final int SIDE = 384;

    /** Over all files, the best of which counts; early ones warm up. */
    private static final int ROUNDS = 30;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Supplier<List<Path>> pictures;
    private final int rounds;

    /** Over files that are kept in the folder for temporary files. */
    @Inject
    public ImagesBenchmark() {
        this(BenchPictures::kept, ROUNDS);
    }

    ImagesBenchmark(Supplier<List<Path>> pictures, int rounds) {
        this.pictures = pictures;
        this.rounds = rounds;
    }

    /** Seconds of one round: by the clock, of the processor, and of that for decoding. */
    private record Round(double clock, double processor, double decoding) {}

    @Override
    public Map<String, Double> measure(NDManager owner, Precision precision) {
        List<Path> files = pictures.get();
        PixelArrays arrays = new PixelArrays(new Preprocessing(SIDE, HALVES, HALVES, "bicubic"));
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            measured.add(round(files, arrays, owner));
        }
        int count = files.size();
        measured.sort(Comparator.comparingDouble(Round::clock));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("images_per_second", count / measured.get(0).clock());
        figures.put("images_per_second_median", count / measured.get(rounds / 2).clock());
        double processor = least(measured, Round::processor);
        double decoding = least(measured, Round::decoding);
        figures.put("images_per_processor_second", count / processor);
        figures.put("decode_milliseconds", 1000 * decoding / count);
        figures.put("pixels_milliseconds", 1000 * (processor - decoding) / count);
        return figures;
    }

    private static double least(List<Round> rounds, ToDoubleFunction<Round> seconds) {
        return rounds.stream().mapToDouble(seconds).min().orElseThrow();
    }

    private Round round(List<Path> files, PixelArrays arrays, NDManager owner) {
        ImageFiles reader = new ImageFiles();
        long decoding = 0;
        long clock = System.nanoTime();
        long start = threads.getCurrentThreadCpuTime();
        for (Path file : files) {
            long before = threads.getCurrentThreadCpuTime();
            Picture picture = reader.read(file);
            decoding += threads.getCurrentThreadCpuTime() - before;
            List<ImageSource> one = List.of(ImageSource.of(file.toString(), picture));
            arrays.pixels(one, owner).close();
        }
        long processor = threads.getCurrentThreadCpuTime() - start;
        return new Round((System.nanoTime() - clock) / 1e9, processor / 1e9, decoding / 1e9);
    }
}
