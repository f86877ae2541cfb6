package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.imago.api.Api;
import java.nio.file.Path;

/** Tensors in files, and memory for what is read from them, from {@link Ops#files}. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class FileOps {
    private final TorchProgram program;

    FileOps(TorchProgram program) {
        this.program = program;
    }

    /**
     * A file as one array on the CPU, not read but mapped: pages come in as they are used, and can
     * be dropped again. What is written to the array does not reach the file. The file must not be
     * changed or cut while the array or a view of it is open.
     *
     * @param owner closes the array; views keep the mapping
     * @param count values of the precision from the start of the file on
     * @return {@code [count]}
     */
    public NDArray map(NDManager owner, Path file, long count, Precision precision) {
        String name = file.toAbsolutePath().toString();
        return program.run(owner, "map_file", name, count, precision.torchCode()).get(0);
    }

    /** A view of {@code whole [N]}: values from {@code start} on in a shape. */
    public NDArray window(NDArray whole, long start, Shape shape) {
        return program.run(whole.getManager(), "window", whole, start, shape.getShape()).get(0);
    }

    /**
     * A copy on the owner's device, in the array's own dtype; DJL's own way there ends the process
     * for bfloat16.
     *
     * @param array stays the caller's
     */
    public NDArray copyTo(NDManager owner, NDArray array) {
        try (NDArray beside = owner.create(0f)) {
            NDArray copy = program.call("copy_beside", array, beside);
            copy.attach(owner);
            return copy;
        }
    }

    /** An array whose values are not set, in any precision. */
    public NDArray empty(NDManager owner, Shape shape, Precision precision) {
        try (NDArray beside = owner.create(0f);
                NDArray sizes = owner.create(shape.getShape())) {
            return program.call("empty", beside, sizes, program.scalar(precision.torchCode()));
        }
    }
}
