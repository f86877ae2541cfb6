package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubDownload;
import dev.imago.runtime.recipe.RecipeLoader;
import dev.imago.runtime.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * MODEL on the command line: a model folder, a GGUF file, a recipe that was run, or {@code
 * hf://org/name}.
 */
final class ModelArgument {
    private ModelArgument() {}

    /**
     * The model folder or GGUF file; of an address of the hub, what the cache lacks is fetched.
     *
     * @param plugins for reading a recipe
     */
    static Path folder(String written, List<Path> plugins, Console console) {
        boolean hub = HubAddress.isAddress(written);
        Path path = hub ? fetched(HubAddress.of(written), console) : Path.of(written);
        if (GgufFile.isOne(path)) {
            return path;
        }
        if (!hub && Files.isRegularFile(path)) {
            return ofRecipe(path, plugins);
        }
        if (!Files.exists(path)) {
            throw new ImagoException(
                    List.of(
                            new Problem(
                                    ErrorCode.FILE_NOT_FOUND,
                                    written,
                                    "does not exist.",
                                    "MODEL is a model folder, a GGUF file, a recipe that was"
                                            + " run, or hf://org/name.")));
        }
        return path;
    }

    private static Path fetched(HubAddress address, Console console) {
        try (DownloadProgress progress = new DownloadProgress(ProgressChoice.of(console))) {
            return new HubDownload(console.environment(), progress).get(address);
        }
    }

    private static Path ofRecipe(Path file, List<Path> plugins) {
        try (RecipeLoader.Opened opened = new RecipeLoader().open(file, List.of(), plugins)) {
            Path model = new RunFolder(opened.recipe().output()).model();
            if (!Files.isDirectory(model)) {
                throw new ImagoException(
                        List.of(
                                new Problem(
                                        ErrorCode.FILE_NOT_FOUND,
                                        model.toString(),
                                        "does not exist: the recipe has not been run to its end.",
                                        "`imago run " + file + "` does that.")));
            }
            return model;
        }
    }
}
