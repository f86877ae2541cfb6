package dev.imago.plugins.diffusion.folder;

import dev.imago.api.cli.Command;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.api.nn.Ops;
import dev.imago.api.nn.StoredWeights;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The verb {@code import-decoder}: what the reference's training leaves, with the parts of Stable
 * Diffusion that it did not train, as a folder that a diffusion decoder starts from.
 */
public final class ImportDecoder implements Command {
    private static final String USAGE =
            "imago import-decoder FOLDER BASE OUT: FOLDER is of the reference's training (its"
                    + " checkpoints and model_config.json), BASE is Stable Diffusion as diffusers"
                    + " lays it out, OUT is written";

    private final Ops ops;
    private final StoredWeights.Factory stores;

    /** Built by the command line. */
    @Inject
    public ImportDecoder(Ops ops, StoredWeights.Factory stores) {
        this.ops = ops;
        this.stores = stores;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.println(USAGE);
            return 0;
        }
        if (arguments.size() != 3) {
            throw new ImagoException(
                    ErrorCode.USAGE,
                    "import-decoder",
                    "has " + arguments.size() + " arguments, expected 3. " + USAGE);
        }
        Path trained = Path.of(arguments.get(0));
        Path base = Path.of(arguments.get(1));
        Path target = Path.of(arguments.get(2));
        List<Problem> problems = new ArrayList<>();
        missing(base.resolve(PipelineFolder.UNET), problems);
        missing(base.resolve(PipelineFolder.SCHEDULER), problems);
        missing(trained.resolve(PipelineFolder.PROJECTOR_CONFIG), problems);
        if (Files.exists(target)) {
            problems.add(
                    Problem.of(
                            ErrorCode.DISK,
                            target.toString(),
                            "exists, expected a folder that is new"));
        }
        ReferenceFolder reference = ReferenceFolder.find(trained, problems);
        if (!problems.isEmpty()) {
            throw new ImagoException(problems);
        }
        new DecoderImport(ops, stores).write(reference, base, target);
        out.println(
                target
                        + " has the projector of "
                        + reference.projector().getFileName()
                        + reference
                                .unet()
                                .map(file -> " and the UNet of " + file.getFileName())
                                .orElse(" and the UNet of " + base)
                        + "; give it as model.decoder.weights");
        return 0;
    }

    private static void missing(Path path, List<Problem> problems) {
        if (!Files.exists(path)) {
            problems.add(Problem.of(ErrorCode.FILE_NOT_FOUND, path.toString(), "does not exist"));
        }
    }
}
