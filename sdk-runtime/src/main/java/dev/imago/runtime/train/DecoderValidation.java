package dev.imago.runtime.train;

import ai.djl.ndarray.NDManager;
import dev.imago.api.data.ImageSample;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.Samples;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.RenderOptions;
import dev.imago.api.nn.Autograd;
import dev.imago.api.plugin.Check;
import dev.imago.api.train.ReportPart;
import dev.imago.api.train.StageContext;
import dev.imago.runtime.image.ImageFiles;
import dev.imago.runtime.image.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The same evaluation pictures, rendered from their true visual tokens again and again while a
 * decoder learns, from the same seeds. They are kept as files, so that the report of a resumed run
 * has all of them.
 */
final class DecoderValidation {
    private static final int USUAL = 6;

    private final StageContext context;
    private final List<ImageSource> images;
    private final Path folder;
    private final RenderOptions options;

    DecoderValidation(StageContext context, DecoderStageConfig config) {
        this.context = context;
        this.options = RenderOptions.DEFAULT.withDecoder(config.decoder());
        this.folder = context.directory().resolve("validation");
        Samples<ImageSample> samples = context.evaluationSamples(config.task(), ImageSample.class);
        long count = Math.min(samples.size(), Check.orDefault(config.validationPictures(), USUAL));
        this.images = LongStream.range(0, count).mapToObj(i -> samples.get(i).image()).toList();
    }

    /** Renders with the weights as they are. */
    void render(long step) {
        createFolder();
        try (NDManager scope = context.manager().newSubManager();
                Autograd.Scope off = Autograd.off()) {
            List<Picture> rendered =
                    context.pictures()
                            .render(context.pictures().visualTokens(images, scope), options);
            for (int i = 0; i < rendered.size(); i++) {
                String name = String.format("step-%08d-%03d.png", step, i);
                PictureWriter.write(rendered.get(i), folder.resolve(name));
            }
        }
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, folder.toString(), "can't be created: " + e, e);
        }
    }

    /** Adds all pictures there are to the report. */
    void report() {
        List<ReportPart.Cell> cells = new ArrayList<>();
        cells.add(
                new ReportPart.Cell(
                        images.stream().map(ImageSource::load).toList(), "the pictures"));
        byStep().forEach((step, some) -> cells.add(new ReportPart.Cell(some, "step " + step)));
        context.report(
                new ReportPart.Sheet(
                        "Validation pictures",
                        cells,
                        "Evaluation pictures rendered from their true visual tokens while the"
                                + " decoder learned, each time from the same seeds."));
    }

    private TreeMap<Long, List<Picture>> byStep() {
        TreeMap<Long, List<Picture>> found = new TreeMap<>();
        ImageFiles reader = new ImageFiles();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".png")).sorted().toList()) {
                long step = Long.parseLong(file.getFileName().toString().split("-")[1]);
                found.computeIfAbsent(step, s -> new ArrayList<>()).add(reader.read(file));
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be listed: " + e, e);
        }
        return found;
    }
}
