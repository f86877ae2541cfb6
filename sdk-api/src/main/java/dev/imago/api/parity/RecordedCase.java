package dev.imago.api.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imago.api.Api;
import dev.imago.api.nn.Weights;
import java.nio.file.Path;
import java.util.List;

/** One recorded case: its JSON, its tensors, and the files it points at. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface RecordedCase {
    /** The value at a JSON pointer; a missing node when there is none. */
    JsonNode at(String pointer);

    /** Whether there is a value other than null at a pointer. */
    boolean has(String pointer);

    /**
     * The number at a pointer.
     *
     * @throws dev.imago.api.error.ImagoException CORRUPT_FILE when there is none
     */
    double number(String pointer);

    /**
     * The text at a pointer.
     *
     * @throws dev.imago.api.error.ImagoException CORRUPT_FILE when there is none
     */
    String text(String pointer);

    /** A file or folder, named from the case's folder. */
    Path file(String name);

    /** Whether the case brings a tensor. */
    boolean hasTensor(String name);

    /** Names of the tensors that start with a prefix, without it. */
    List<String> tensorsBelow(String prefix);

    /** A tensor of the case, owned by {@link #scope}. */
    NDArray tensor(String name);

    /**
     * Builds a component as a recipe would.
     *
     * @param kind the extension point
     * @param type the name of the component
     * @param keys its recipe keys; those that it does not know are left out
     * @param weights where it declares its parameters
     * @param <K> the extension point's interface
     */
    <K> K component(Class<K> kind, String type, ObjectNode keys, Weights weights);

    /** Owns the case's arrays; closed when the check is done. */
    NDManager scope();
}
