package dev.imago.runtime.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.nn.Ops;
import dev.imago.api.train.Optimizer;
import dev.imago.runtime.weights.Safetensors;
import dev.imago.runtime.weights.SafetensorsWriter;
import dev.imago.runtime.weights.SafetensorsWriter.Tensor;
import dev.imago.runtime.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints of one training stage: the trained parameters and the optimizer's state in {@code
 * state/step-N.safetensors}, written whole and then renamed; older ones are deleted after that.
 * What is drawn at random depends only on the step, so nothing else needs saving.
 */
final class Checkpoints {
    private static final Pattern NAME = Pattern.compile("step-(\\d+)\\.safetensors");

    private final Path folder;
    private final Ops ops;
    private final List<TrainedParameter> parameters;
    private final Optimizer optimizer;

    Checkpoints(Path stage, Ops ops, List<TrainedParameter> parameters, Optimizer optimizer) {
        this.folder = stage.resolve("state");
        this.ops = ops;
        this.parameters = parameters;
        this.optimizer = optimizer;
    }

    /** Saves the state after a number of steps. */
    void save(long step) {
        List<Tensor> tensors = new ArrayList<>();
        for (TrainedParameter parameter : parameters) {
            tensors.add(tensor(parameter.name(), parameter.value()));
            for (int s = 0; s < parameter.state().size(); s++) {
                tensors.add(tensor(key(s, parameter), parameter.state().get(s)));
            }
        }
        Path file = folder.resolve(String.format("step-%08d.safetensors", step));
        new SafetensorsWriter(ops).write(file, tensors);
        files().stream().filter(other -> !other.equals(file)).forEach(Checkpoints::delete);
    }

    /**
     * Puts the newest checkpoint back, if there is one.
     *
     * @param owner holds what is read, until this returns
     * @return the steps done; 0 without a checkpoint
     */
    long restore(NDManager owner) {
        Optional<Path> newest = files().stream().max(Comparator.naturalOrder());
        if (newest.isEmpty()) {
            return 0;
        }
        try (Safetensors saved = Safetensors.open(newest.get());
                NDManager scope = owner.newSubManager()) {
            for (TrainedParameter parameter : parameters) {
                copy(saved, parameter.name(), parameter.value(), scope);
                for (int s = 0; s < parameter.state().size(); s++) {
                    copy(saved, key(s, parameter), parameter.state().get(s), scope);
                }
            }
        }
        return step(newest.get());
    }

    private void copy(Safetensors saved, String key, NDArray into, NDManager scope) {
        if (saved.find(key).isEmpty()) {
            throw new ImagoException(
                    ErrorCode.CHECKPOINT_MISMATCH,
                    saved.path().toString(),
                    "lacks '" + key + "'; delete the file to begin the stage anew");
        }
        try (NDArray value = saved.read(ops, key, scope)) {
            ops.lists().copy(new NDList(into), new NDList(value));
        }
    }

    private String key(int state, TrainedParameter parameter) {
        return optimizer.stateNames(parameter.rule()).get(state) + "/" + parameter.name();
    }

    private static Tensor tensor(String name, NDArray array) {
        boolean wide = array.getDataType() == DataType.FLOAT32;
        return new Tensor(name, wide ? TensorType.F32 : TensorType.BF16, array);
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> step(file) >= 0).toList();
        } catch (IOException e) {
            throw new ImagoException(
                    ErrorCode.FILE_UNREADABLE, folder.toString(), "can't be listed: " + e, e);
        }
    }

    private static long step(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.DISK, file.toString(), "can't be deleted: " + e, e);
        }
    }
}
