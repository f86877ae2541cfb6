package dev.imago.runtime.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** One opened case: its JSON, its tensors, and the folders it points at. */
final class ParityCase implements AutoCloseable {
    private static final String TENSORS = "tensors.safetensors";

    /** Python writes numbers without a value as {@code NaN} and {@code Infinity}. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final Path folder;
    private final JsonNode json;
    private final Ops ops;
    private final NDManager scope;
    private final Safetensors tensors;

    private ParityCase(Path folder, JsonNode json, Ops ops, NDManager scope, Safetensors tensors) {
        this.folder = folder;
        this.json = json;
        this.ops = ops;
        this.scope = scope;
        this.tensors = tensors;
    }

    /**
     * Opens a case.
     *
     * @param scope owns the tensors that are read from it
     * @throws ImagoException naming the file that can't be read
     */
    static ParityCase open(Path folder, Ops ops, NDManager scope) {
        JsonNode json = json(folder.resolve(CaseFolder.FILE));
        Path file = folder.resolve(TENSORS);
        return new ParityCase(
                folder, json, ops, scope, Files.exists(file) ? Safetensors.open(file) : null);
    }

    /** Reads a JSON file. */
    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    file.toString(),
                    "is no readable JSON: " + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** The value at a JSON pointer; a missing node when there is none. */
    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** Whether there is a value other than null at a pointer. */
    boolean has(String pointer) {
        JsonNode node = json.at(pointer);
        return !(node instanceof MissingNode) && !node.isNull();
    }

    /** The number at a pointer; NaN is written as text. */
    double number(String pointer) {
        JsonNode node = required(pointer);
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    /** The text at a pointer. */
    String text(String pointer) {
        return required(pointer).asText();
    }

    /** The integers at a pointer. */
    int[] integers(String pointer) {
        return StreamSupport.stream(required(pointer).spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** The numbers at a pointer. */
    List<Double> numbers(String pointer) {
        return StreamSupport.stream(required(pointer).spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    /** The folder of the model, beside the case or where {@code model_dir} says. */
    Path modelFolder() {
        return folder.resolve(json.path("model_dir").asText(".")).normalize();
    }

    /** A file in the case's folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Whether the case brings a tensor. */
    boolean hasTensor(String name) {
        return tensors != null && tensors.find(name).isPresent();
    }

    /** Names of the tensors that start with a prefix, without it. */
    List<String> tensorsBelow(String prefix) {
        return tensors == null
                ? List.of()
                : tensors.tensors().keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> name.substring(prefix.length()))
                        .toList();
    }

    /** A tensor of the case, owned by its scope. */
    NDArray tensor(String name) {
        if (tensors == null) {
            throw new ImagoException(
                    ErrorCode.FILE_NOT_FOUND, folder.resolve(TENSORS).toString(), "is missing");
        }
        return tensors.read(ops, name, scope);
    }

    /** The file of tensors; null without one. */
    Safetensors tensors() {
        return tensors;
    }

    @Override
    public void close() {
        if (tensors != null) {
            tensors.close();
        }
    }

    private JsonNode required(String pointer) {
        if (!has(pointer)) {
            throw new ImagoException(
                    ErrorCode.CORRUPT_FILE,
                    folder.resolve(CaseFolder.FILE).toString(),
                    "has nothing at " + pointer);
        }
        return json.at(pointer);
    }
}
