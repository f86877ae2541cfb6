package dev.imago.plugins.diffusion.folder;

import ai.djl.ndarray.NDManager;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.Precision;
import dev.imago.api.nn.StoredWeights;
import dev.imago.api.nn.Weights;
import dev.imago.plugins.diffusion.projector.ProjectorConfig;
import dev.imago.plugins.diffusion.projector.Projectors;
import dev.imago.plugins.diffusion.unet.UNet2DConditionModel;
import dev.imago.plugins.diffusion.unet.UNetConfig;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes a decoder's folder of trained checkpoints and a base; whole, or not at all. */
final class DecoderImport {
    private final Ops ops;
    private final StoredWeights.Factory stores;

    DecoderImport(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    /**
     * @param base a folder as diffusers lays it out
     * @param target does not exist yet
     * @throws ImagoException CHECKPOINT_MISMATCH naming every key that does not fit, or DISK
     */
    void write(ReferenceFolder reference, Path base, Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            delete(part);
            Files.createDirectories(part);
            try {
                fill(reference, base, part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(part); // there is none once it was moved
            }
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, target.toString(), "can't be written: " + e.getMessage(), e);
        }
    }

    private void fill(ReferenceFolder reference, Path base, Path part) throws IOException {
        for (String kept : new String[] {PipelineFolder.VAE, "scheduler", PipelineFolder.INDEX}) {
            if (Files.exists(base.resolve(kept))) {
                copy(base.resolve(kept), part.resolve(kept));
            }
        }
        PartFolder unet = new PartFolder(base.resolve(PipelineFolder.UNET));
        Path into = part.resolve(PipelineFolder.UNET);
        if (reference.unet().isPresent()) {
            Files.createDirectories(into);
            Files.copy(unet.config(), into.resolve(PartFolder.CONFIG));
            UNetConfig config = UNetConfig.read(unet.config());
            convert(
                    reference.unet().get(),
                    into.resolve(PartFolder.WEIGHTS),
                    root -> new UNet2DConditionModel(config, root, ops));
        } else {
            copy(unet.path(), into);
        }
        Path sizes = reference.config();
        Files.copy(sizes, part.resolve(PipelineFolder.PROJECTOR_CONFIG));
        ProjectorConfig projector =
                DiffusersJson.record(
                        sizes.toString(), DiffusersJson.read(sizes), ProjectorConfig.class);
        convert(
                reference.projector(),
                part.resolve(PipelineFolder.PROJECTOR),
                root -> Projectors.create(projector, root, ops));
    }

    /** Reads a checkpoint into what it must fit, and writes that. */
    private void convert(Path checkpoint, Path to, Consumer<Weights> declare) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                StoredWeights weights = stores.create(manager, Precision.FP32)) {
            declare.accept(weights.root());
            Set<String> declared =
                    weights.parameters().stream()
                            .map(parameter -> parameter.name())
                            .collect(Collectors.toSet());
            weights.load(checkpoint, key -> wanted(key, declared));
            weights.save(to);
        }
    }

    /** Beside the model a checkpoint has the state of its optimizer, which nothing needs. */
    private static String wanted(String key, Set<String> declared) {
        String name = ReferenceFolder.name(key);
        boolean state = key.startsWith("optimizer") || key.startsWith("scheduler");
        return state && !declared.contains(name) ? null : name;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, to);
            return;
        }
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** What an import that was stopped has left. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path done, IOException e)
                            throws IOException {
                        Files.delete(done);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
