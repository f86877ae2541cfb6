package dev.imago.runtime.run;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run leaves its files.
 *
 * @param root {@code runs/NAME}
 */
public record RunFolder(Path root) {
    /** What a stage leaves; made when asked for. */
    public Path stage(String name) {
        return make(root.resolve("stages").resolve(name));
    }

    /** The model that the run trained, as a model folder. */
    public Path model() {
        return root.resolve("model");
    }

    /** Visual tokens of the frozen encoder. */
    public Path features() {
        return make(root.resolve("features"));
    }

    /** One JSON object a logged step. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** Samples that could not be used. */
    public Path skipped() {
        return root.resolve("skipped.jsonl");
    }

    /** Every figure that the stages measured. */
    public Path figures() {
        return root.resolve("figures.json");
    }

    /** What a person reads. */
    public Path report() {
        return root.resolve("report.html");
    }

    /** Makes the root. */
    public RunFolder create() {
        make(root);
        return this;
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, folder.toString(), "can't be made: " + e, e);
        }
    }
}
