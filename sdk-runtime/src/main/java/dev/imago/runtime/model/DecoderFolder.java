package dev.imago.runtime.model;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.model.Decoder;
import dev.imago.api.model.FolderPart;
import dev.imago.api.model.FolderPart.WeightFile;
import dev.imago.api.model.Model;
import dev.imago.api.nn.Parameter;
import dev.imago.runtime.weights.LoadRules;
import dev.imago.runtime.weights.ParameterStore;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder's weights in a folder of their own: one {@code model.safetensors} or, where the decoder
 * is a {@link FolderPart}, as that says.
 */
final class DecoderFolder {
    private static final long SHARD = 5L << 30;

    private final ParameterStore store;
    private final Decoder decoder;
    private final String name;
    private final String prefix;

    /**
     * @param store has the decoder's parameters
     * @param name of a further decoder; null for the model's own
     */
    DecoderFolder(ParameterStore store, Decoder decoder, String name) {
        this.store = store;
        this.decoder = decoder;
        this.name = name;
        this.prefix = ModelAssembly.decoder(name) + ".";
    }

    /** Those of a model. */
    static List<DecoderFolder> all(ParameterStore store, Model model) {
        List<DecoderFolder> all = new ArrayList<>();
        model.decoder().ifPresent(own -> all.add(new DecoderFolder(store, own, null)));
        model.decoders().forEach((name, one) -> all.add(new DecoderFolder(store, one, name)));
        return all;
    }

    /** Whether a model's folder has the decoder. */
    boolean isIn(Path model) {
        return Files.isDirectory(in(model));
    }

    /** The names of its parameters. */
    List<String> names() {
        return store.parameters().stream()
                .map(Parameter::name)
                .filter(parameter -> parameter.startsWith(prefix))
                .toList();
    }

    /** Where it lies in a model's folder. */
    Path in(Path model) {
        return ModelAssembly.decoderFolder(model, name);
    }

    /** Fills the decoder from a model's folder. */
    void readFrom(Path model) {
        Path folder = in(model);
        if (decoder instanceof FolderPart part) {
            part.weightFiles().forEach(file -> read(folder, file));
        } else {
            read(folder, prefix, LoadRules.EXACT);
        }
    }

    /** Whether the recipe has it start from a folder of its own. */
    boolean hasStart() {
        return start().isPresent();
    }

    private Optional<Path> start() {
        return decoder instanceof FolderPart part ? part.startsFrom() : Optional.empty();
    }

    /** Fills the decoder, all of it, from the folder that the recipe has it start from. */
    void readStart() {
        if (decoder instanceof FolderPart part) {
            start().ifPresent(folder -> part.weightFiles().forEach(file -> read(folder, file)));
        }
    }

    /**
     * Fills the decoder from the folder that the recipe has it start from, if there is one, and
     * what that lacks from a model's.
     *
     * @param model null for none
     */
    void fill(Path model) {
        if (decoder instanceof FolderPart part && hasStart()) {
            Path folder = start().orElseThrow();
            for (WeightFile file : part.weightFiles()) {
                if (!file.optional() || exists(folder.resolve(file.path()))) {
                    read(folder, file);
                } else if (model != null) {
                    read(in(model), file);
                }
            }
        } else if (model != null) {
            readFrom(model);
        }
    }

    private void read(Path folder, WeightFile file) {
        read(
                folder.resolve(file.path()),
                prefix + file.prefix(),
                LoadRules.EXACT.naming(file.names()));
    }

    private void read(Path path, String below, LoadRules rules) {
        try (Safetensors weights = Safetensors.open(path)) {
            store.load(weights, rules.rename("", below).within(below + "**"));
        }
    }

    private static boolean exists(Path path) {
        String name = path.getFileName() + ".safetensors";
        return Files.exists(path.resolveSibling(name))
                || Files.exists(path.resolveSibling(name + ".index.json"));
    }

    /** Writes the decoder into a model's folder. */
    void writeTo(Path model) {
        Path folder = in(model);
        if (decoder instanceof FolderPart part) {
            part.weightFiles()
                    .forEach(
                            file ->
                                    new SafetensorsWriter(store.ops())
                                            .writeNamed(
                                                    folder.resolve(file.path()),
                                                    tensors(prefix + file.prefix()),
                                                    SHARD));
            part.texts().forEach((path, text) -> write(folder.resolve(path), text));
        } else if (!tensors(prefix).isEmpty()) {
            new SafetensorsWriter(store.ops()).writeFolder(folder, tensors(prefix), SHARD);
        }
    }

    private List<Tensor> tensors(String below) {
        List<Parameter> own =
                store.parameters().stream().filter(p -> p.name().startsWith(below)).toList();
        return store.tensors(own).stream()
                .map(t -> new Tensor(t.name().substring(below.length()), t.type(), t.array()))
                .toList();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.DISK, file.toString(), "can't be written: " + e.getMessage(), e);
        }
    }
}
