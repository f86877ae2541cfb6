package dev.imago.runtime.export;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.model.ModelFolder;
import dev.imago.runtime.model.ModelSession;
import dev.imago.runtime.model.RuntimeSession;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.Quantization;
import dev.imago.runtime.recipe.RuntimeSection;
import dev.imago.runtime.weights.AdapterSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a model in another format, reads back what was written and compares what both compute.
 * Only then the folder gets its name: an export is right or it is not there.
 */
public final class ModelExport {
    /** Nothing but the order of reading may differ, so not even the last bits should. */
    private static final double TOLERANCE = 1e-6;

    private final ComponentRegistry registry;
    private final Options options;

    /**
     * @param registry knows the components; stays the caller's to close
     */
    public ModelExport(ComponentRegistry registry, Options options) {
        this.registry = registry;
        this.options = options;
    }

    /**
     * What is wanted.
     *
     * @param format of the result
     * @param runtime its precision is that of the result; null for the model's own
     * @param adapter to be folded in; null for none
     * @param bits that weights of linear layers are written in; null for whole ones
     */
    public record Options(
            ExportFormat format, RuntimeSection runtime, String adapter, Quantization.Bits bits) {
        /** Refuses what other formats have no place for. */
        public Options {
            if (bits != null && format != ExportFormat.IMAGO) {
                throw new ImagoException(
                        ErrorCode.USAGE,
                        "--quantize",
                        "is for --format imago; "
                                + format.word()
                                + " has no place for weights in few bits");
            }
        }

        /** Whole weights. */
        public Options(ExportFormat format, RuntimeSection runtime, String adapter) {
            this(format, runtime, adapter, null);
        }
    }

    /**
     * What was written.
     *
     * @param folder where
     * @param difference relative, between what was written and what was read back
     * @param files names, sorted
     */
    public record Exported(Path folder, double difference, List<String> files) {}

    /**
     * Exports.
     *
     * @param from a folder that {@link ModelFolder} opens
     * @param to a folder that is not there yet, or empty
     * @throws ImagoException naming what the format can't hold, or what differs
     */
    public Exported run(Path from, Path to) {
        requireFree(to);
        Path building = to.resolveSibling("." + to.toAbsolutePath().getFileName() + ".tmp");
        RuntimeSection section =
                new ModelFolder(from).runtime(options.runtime()).quantized(options.bits());
        try (RuntimeSession runtime = RuntimeSession.open(section, registry)) {
            delete(building);
            Fingerprint before = write(runtime, from, building);
            Map.Entry<String, Double> difference = before.difference(read(runtime, building));
            if (!(difference.getValue() <= TOLERANCE)) {
                throw new ImagoException(
                        ErrorCode.CHECKPOINT_MISMATCH,
                        to.toString(),
                        "is not written: read back, its "
                                + difference.getKey()
                                + " differ by "
                                + difference.getValue()
                                + " of the largest, expected at most "
                                + TOLERANCE);
            }
            Files.deleteIfExists(to);
            Files.move(building, to, StandardCopyOption.ATOMIC_MOVE);
            return new Exported(to, difference.getValue(), files(to));
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, to.toString(), "can't be written: " + e.getMessage(), e);
        } finally {
            delete(building);
        }
    }

    private Fingerprint write(RuntimeSession runtime, Path from, Path building) throws IOException {
        ModelFolder folder = new ModelFolder(from);
        try (ModelSession session = new ModelSession(runtime, folder.section(registry))) {
            session.load();
            foldAdapter(session);
            Fingerprint fingerprint = fingerprint(runtime, session);
            switch (options.format()) {
                case IMAGO ->
                        new ModelFolder(building)
                                .save(
                                        session,
                                        folder.tasks(registry).all(),
                                        folder.card(),
                                        Optional.ofNullable(options.bits()));
                case HF -> new HuggingFaceFolder(session, runtime.families()).write(building);
                case METAMORPH -> new ReferenceFolder(session, runtime.families()).write(building);
            }
            return fingerprint;
        }
    }

    private Fingerprint read(RuntimeSession runtime, Path building) {
        ModelSection section = new ModelFolder(building).section(registry);
        try (ModelSession session = new ModelSession(runtime, section)) {
            session.load();
            return fingerprint(runtime, session);
        }
    }

    private static Fingerprint fingerprint(RuntimeSession runtime, ModelSession session) {
        return Fingerprint.of(session.live(), runtime.manager());
    }

    /** One adapter goes into the layers; others only a folder of Imago can keep. */
    private void foldAdapter(ModelSession session) {
        List<String> names = session.store().adapters().names();
        if (options.adapter() != null && !options.adapter().equals(AdapterSwitch.BASE)) {
            session.store().adapters().use(options.adapter()).close();
            session.store().mergeAdapter(options.adapter());
            return;
        }
        boolean plain = options.adapter() == null && options.format() != ExportFormat.IMAGO;
        if (plain && !names.isEmpty()) {
            throw new ImagoException(
                    ErrorCode.INCOMPATIBLE_PARTS,
                    "adapters",
                    "are "
                            + String.join(", ", names)
                            + ", which "
                            + options.format().word()
                            + " has no place for; --adapter "
                            + names.get(0)
                            + " folds one in, --adapter base leaves them out");
        }
    }

    private static void requireFree(Path to) {
        try (Stream<Path> inside = Files.isDirectory(to) ? Files.list(to) : Stream.of()) {
            if (Files.isRegularFile(to) || inside.findAny().isPresent()) {
                throw new ImagoException(
                        ErrorCode.USAGE,
                        to.toString(),
                        "is there already, expected a folder to be made");
            }
            if (to.toAbsolutePath().getParent() != null) {
                Files.createDirectories(to.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, to.toString(), "can't be made: " + e.getMessage(), e);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, path.toString(), "can't be deleted: " + e.getMessage(), e);
        }
    }
}
