package dev.imago.runtime.bench;

import dev.imago.api.data.Picture;
import dev.imago.api.data.Sample;
import dev.imago.api.data.Source;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.Spec;
import dev.imago.runtime.data.BadSamples;
import dev.imago.runtime.data.Drawn;
import dev.imago.runtime.data.Lane;
import dev.imago.runtime.data.Mixture;
import dev.imago.runtime.image.PictureWriter;
import dev.imago.runtime.plugin.ComponentFactory;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.SpecReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How soon a long JSON-lines file gives its first batch, and what memory it takes: rows of a
 * question about an image, drawn in shuffled order, their images decoded.
 */
public final class RowsBenchmark {
    private static final int IMAGES = 64;
    private static final int SIDE = 64;
    private static final double MEBIBYTES = 1024;

    private final SpecReader specs;
    private final ComponentFactory factory;

    /** Measures the sources of these plugins. */
    public RowsBenchmark(ComponentRegistry registry, ComponentFactory factory) {
        this.specs = new SpecReader(registry);
        this.factory = factory;
    }

    /**
     * What to measure.
     *
     * @param rows of the file
     * @param batch examples in a batch
     * @param batches drawn after the first, all over the file
     */
    public record Settings(long rows, int batch, int batches) {
        /** A million rows. */
        public static final Settings DEFAULT = new Settings(1_000_000, 32, 200);
    }

    /**
     * What was measured.
     *
     * @param fileMegabytes the file's size in MiB
     * @param coldSeconds to the first batch, without an index
     * @param warmSeconds the same with one
     * @param questionsColdSeconds to the first batch of a task that takes only some rows
     * @param questionsWarmSeconds the same with an index of these rows
     * @param megabytesAbove the most memory held until the last batch of the first task, in MiB,
     *     above that of a file of a few rows
     * @param questionsMegabytesAbove the same until the end, looking for rows included
     */
    public record Figures(
            double fileMegabytes,
            double coldSeconds,
            double warmSeconds,
            double questionsColdSeconds,
            double questionsWarmSeconds,
            double megabytesAbove,
            double questionsMegabytesAbove) {}

    /** Makes the files in a folder of its own, measures, and deletes them. */
    public Figures run(Settings settings) {
        try {
            Path folder = Files.createTempDirectory("imago-rows-");
            try {
                return measured(folder, settings);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, System.getProperty("java.io.tmpdir"), "can't be used: " + e, e);
        }
    }

    private Figures measured(Path folder, Settings settings) throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            byte[] rgb = new byte[SIDE * SIDE * 3];
            rgb[0] = (byte) i;
            PictureWriter.write(new Picture(SIDE, SIDE, rgb), folder.resolve(i + ".png"));
        }
        Path few = write(folder.resolve("few.jsonl"), settings.batch());
        // The heap grows for a while in any job; what is sought is what a long file adds.
        for (int i = 0; i < 3; i++) {
            firstBatch(few, "image_qa", settings);
            batches(open(few, "dialogue"), settings);
        }
        Path many = write(folder.resolve("many.jsonl"), settings.rows());
        double empty = peak();

        double cold = firstBatch(many, "dialogue", settings);
        double warm = firstBatch(many, "dialogue", settings);
        batches(open(many, "dialogue"), settings);
        double above = peak() - empty;
        double questionsCold = firstBatch(many, "image_qa", settings);
        double questionsWarm = firstBatch(many, "image_qa", settings);
        double megabytes = Files.size(many) / (MEBIBYTES * MEBIBYTES);
        double questionsAbove = peak() - empty;
        return new Figures(
                megabytes, cold, warm, questionsCold, questionsWarm, above, questionsAbove);
    }

    private double firstBatch(Path file, String task, Settings settings) {
        long start = System.nanoTime();
        batch(open(file, task), 0, settings.batch());
        return (System.nanoTime() - start) / 1e9;
    }

    private static void batches(Mixture mixture, Settings settings) {
        for (int i = 1; i <= settings.batches(); i++) {
            batch(mixture, i, settings.batch());
        }
    }

    private static void batch(Mixture mixture, long number, int size) {
        long pixels =
                LongStream.range(number * size, (number + 1) * size)
                        .parallel()
                        .map(position -> mixture.draw(position, RowsBenchmark::pixels))
                        .sum();
        if (pixels < (long) size * SIDE * SIDE) {
            throw new IllegalStateException("a batch of " + size + " had " + pixels + " pixels");
        }
    }

    private static long pixels(Drawn example) {
        return example.conversation().images().stream()
                .mapToLong(image -> (long) image.load().width() * SIDE)
                .sum();
    }

    private Mixture open(Path file, String task) {
        String path = file.toString().replace("'", "''");
        Spec<Source> spec = specs.read(Source.class, "{type: json, path: '" + path + "'}");
        Lane<?> lane = lane(task, formatter(task), factory.create(spec));
        Path skipped = file.resolveSibling("skipped.jsonl");
        return new Mixture(List.of(lane), 1, new BadSamples(0, List.of(lane), skipped));
    }

    private TaskFormatter<?> formatter(String task) {
        return (TaskFormatter<?>) factory.create(specs.read(TaskFormatter.class, task));
    }

    private static <S extends Sample> Lane<S> lane(
            String task, TaskFormatter<S> formatter, Source source) {
        return Lane.open("rows", task, formatter, source, 1);
    }

    private static Path write(Path file, long rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long i = 0; i < rows; i++) {
                out.write(
                        ("{\"id\": \"row-%d\", \"image\": \"%d.png\", \"conversations\": ["
                                        + "{\"from\": \"human\", \"value\": \"<image>\\nWhat stands"
                                        + " at place %d of the shelf, and is there another one like"
                                        + " it?\"}, {\"from\": \"gpt\", \"value\": \"At place %d"
                                        + " stands a box with a label, between a lamp and a plant."
                                        + " There are %d others like it further to the right.\"}]}\n")
                                .formatted(i, i % IMAGES, i, i, i % 7));
            }
        }
        return file;
    }

    private static double peak() {
        return ProcessMemory.peakGigabytes().orElse(Double.NaN) * MEBIBYTES;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
