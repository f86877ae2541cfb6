package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.error.Problem;
import dev.imago.runtime.gguf.GgufFile;
import dev.imago.runtime.hub.HubAddress;
import dev.imago.runtime.hub.HubCache;
import dev.imago.runtime.plugin.ComponentRegistry;
import dev.imago.runtime.recipe.AdapterSection;
import dev.imago.runtime.recipe.ModelSection;
import dev.imago.runtime.recipe.PublishedFiles;
import dev.imago.runtime.weights.Adapters;
import dev.imago.runtime.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An adapter in PEFT's layout as a whole model: over the base that its config names, where that is
 * at hand. What the Python reference leaves of a run with LoRA has the config of the whole model
 * beside it.
 */
final class AdapterFolder {
    private static final String BASE = "base_model_name_or_path";
    private static final String NAME = "default";

    private final Path folder;
    private final Map<String, String> environment;
    private final Map<String, Object> config;

    /**
     * @param environment names the hub's cache, where the base may lie
     */
    AdapterFolder(Path folder, Map<String, String> environment) {
        this.folder = folder.toAbsolutePath().normalize();
        this.environment = environment;
        this.config = PublishedFiles.optional(folder.resolve(PublishedFiles.ADAPTER));
    }

    /** Whether a folder is an adapter and no model of Imago's. */
    static boolean isOne(Path folder) {
        return Files.exists(folder.resolve(PublishedFiles.ADAPTER))
                && !Files.exists(folder.resolve(ModelFiles.SECTION));
    }

    /**
     * The base's folder: as it is written, seen from the adapter or from the current directory, or
     * in the hub's cache.
     *
     * @throws ImagoException FILE_NOT_FOUND with what to do when it is not here
     */
    Path base() {
        String written = config.get(BASE) instanceof String name ? name.strip() : "";
        if (written.isEmpty()) {
            throw missing("is missing, so nobody knows the adapter's base.", "");
        }
        Optional<Path> found = local(written).or(() -> published(written));
        if (found.filter(AdapterFolder::isOne).isPresent()) {
            throw missing(
                    "names '" + written + "', which is an adapter itself and no base.",
                    "`imago export` folds that one into its base. ");
        }
        return found.orElseThrow(
                () ->
                        missing(
                                "names the base '" + written + "', which is not here.",
                                address(written)
                                        .map(at -> "`imago download " + at + "` fetches it. ")
                                        .orElse("")));
    }

    private Optional<Path> local(String written) {
        return Stream.of(folder.resolve(written), Path.of(written))
                .map(path -> path.toAbsolutePath().normalize())
                .filter(path -> !path.equals(folder))
                .filter(path -> Files.isDirectory(path) || GgufFile.isOne(path))
                .findFirst();
    }

    private Optional<Path> published(String written) {
        HubCache hub = new HubCache(environment);
        return address(written).filter(hub::has).map(hub::find);
    }

    private Optional<HubAddress> address(String written) {
        return HubAddress.named(written, config.get("revision") instanceof String at ? at : null);
    }

    private ImagoException missing(String what, String fetch) {
        return new ImagoException(
                List.of(
                        new Problem(
                                ErrorCode.FILE_NOT_FOUND,
                                folder.resolve(PublishedFiles.ADAPTER) + ", " + BASE,
                                what,
                                fetch
                                        + "Write there where the base is, or say it in a recipe:"
                                        + " `model: {weights: BASE, adapters: [{weights: "
                                        + folder
                                        + "}], ...}`.")));
    }

    /** The size of a vocabulary that tokens were added to: PEFT then keeps the embedding whole. */
    private Map<String, Object> rows() {
        try (Checkpoint checkpoint = Adapters.checkpoint(folder)) {
            return checkpoint.shapes().entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(".embed_tokens.weight"))
                    .findFirst()
                    .<Map<String, Object>>map(
                            entry -> Map.of("vocab_size", entry.getValue().get(0)))
                    .orElse(Map.of());
        }
    }

    /** The base's section with this adapter and no other. */
    ModelSection section(ComponentRegistry registry) {
        Path base = base();
        List<AdapterSection> own = List.of(AdapterSection.read(NAME, folder));
        boolean whole =
                Files.exists(folder.resolve(PublishedFiles.CONFIG))
                        && ReferenceModel.isIn(folder)
                        && !ReferenceModel.isIn(base);
        Path text = Files.exists(folder.resolve(ModelFiles.TOKENIZER)) ? folder : base;
        if (whole) {
            return new ReferenceModel(folder, registry, environment).over(base, text).with(own);
        }
        ModelFolder model = new ModelFolder(base, environment);
        return (model.isPublished()
                        ? new PublishedModel(base, registry).section(text, rows())
                        : model.section(registry))
                .with(own);
    }
}
