package dev.imago.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.imago.api.Api;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kernels written as a readable TorchScript text: the way to every operator of libtorch that DJL's
 * {@link NDArray} lacks, differentiable where autograd is.
 *
 * <p>The text is one class, {@code class Name(Module):}, with typed methods. Two ways to call one:
 *
 * <ul>
 *   <li>{@link #call}: tensors in, tensors out, differentiable in grad mode. Results belong to the
 *       manager of the <em>first</em> argument, so methods take the activation first and weights
 *       after it. Numbers travel as {@link #scalar} arrays.
 *   <li>{@link #run} and {@link #update}: also ints, floats, booleans and lists; never
 *       differentiable. What {@code run} returns may not enter a differentiable computation.
 * </ul>
 *
 * <p>Safe for use by several threads. Arrays passed to {@code call} must not carry names, because
 * DJL reads names as structure.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class TorchProgram implements AutoCloseable {
    private final NDManager manager;
    private final PtSymbolBlock module;
    private final Map<String, NDArray> methodMarks = new ConcurrentHashMap<>();
    private final Map<Number, NDArray> scalars = new ConcurrentHashMap<>();
    private final ThreadLocal<Boolean> plainExecutor = ThreadLocal.withInitial(() -> false);

    private TorchProgram(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads a program from a text resource.
     *
     * @param parent its engine runs the program; closing it closes the program too
     * @param anchor the class beside which the resource lies
     * @param resource file name, e.g. {@code transformer.py.txt}
     * @param more methods of the same class in files of their own
     */
    public static TorchProgram load(
            NDManager parent, Class<?> anchor, String resource, String... more) {
        StringBuilder source = new StringBuilder(text(anchor, resource));
        for (String part : more) {
            source.append(text(anchor, part));
        }
        return of(parent, source.toString());
    }

    private static String text(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ImagoException(
                        ErrorCode.INTERNAL, resource, "no such resource beside " + anchor);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ImagoException(ErrorCode.INTERNAL, resource, "cannot be read", e);
        }
    }

    /** As {@link #load}, from the text itself. */
    public static TorchProgram of(NDManager parent, String source) {
        NDManager manager = parent.newSubManager();
        try {
            JniUtils.setGraphExecutorOptimize(false);
            byte[] archive = TorchArchive.of(source);
            PtSymbolBlock module =
                    JniUtils.loadModule(
                            (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
            return new TorchProgram(manager, module);
        } catch (IOException e) {
            manager.close();
            throw new ImagoException(ErrorCode.INTERNAL, "", "TorchScript does not load", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Calls a method that returns one tensor.
     *
     * @param arguments the activation first; none may be null or named
     * @return owned by the manager of the first argument
     */
    public NDArray call(String method, NDArray... arguments) {
        return callAll(method, arguments).get(0);
    }

    /** As {@link #call}, for a method that returns a tuple or list of tensors. */
    public NDList callAll(String method, NDArray... arguments) {
        usePlainExecutor();
        NDList inputs = new NDList(arguments.length + 1);
        for (NDArray argument : arguments) {
            if (argument.getName() != null) {
                throw new IllegalArgumentException(
                        method + ": argument '" + argument.getName() + "' has a name; clear it");
            }
            inputs.add(argument);
        }
        inputs.add(methodMarks.computeIfAbsent(method, this::mark));
        return IValueUtils.forward(module, inputs, true);
    }

    /**
     * Calls a method without autograd.
     *
     * @param owner gets the results
     * @param arguments {@link NDArray}, {@link NDList}, integers, floats, {@code Boolean}, {@code
     *     String}, {@code long[]} or {@code double[]}
     */
    public NDList run(NDManager owner, String method, Object... arguments) {
        try (IValue result = invoke(method, arguments)) {
            return result.toNDList((PtNDManager) owner);
        }
    }

    /** Calls a method that changes its arguments in place, without autograd. */
    public void update(String method, Object... arguments) {
        invoke(method, arguments).close();
    }

    /** Whether its manager's arrays lie on a GPU. */
    boolean onGpu() {
        return manager.getDevice().isGpu();
    }

    /** A 0-d CPU tensor, cached: a floating-point one for {@code Double}, else int64. */
    public NDArray scalar(Number value) {
        return scalars.computeIfAbsent(value, this::newScalar);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** As {@link #scalar} for numbers that come once: not kept, the caller closes it. */
    NDArray newScalar(Number value) {
        boolean whole = value instanceof Integer || value instanceof Long;
        try (NDManager cpu = manager.newSubManager(ai.djl.Device.cpu())) {
            NDArray array = whole ? cpu.create(value.longValue()) : cpu.create(value.doubleValue());
            array.attach(manager);
            return array;
        }
    }

    private NDArray mark(String method) {
        NDArray mark = manager.create(0f);
        mark.setName("module_method:" + method);
        return mark;
    }

    private IValue invoke(String method, Object... arguments) {
        usePlainExecutor();
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            return IValueUtils.runMethod(module, method, values);
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof NDList list) {
            return IValue.listFrom(list.toArray(new PtNDArray[0]));
        } else if (argument instanceof Integer || argument instanceof Long) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Number number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof String text) {
            return IValue.from(text);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof long[] longs) {
            return IValue.listFrom(longs);
        } else if (argument instanceof double[] doubles) {
            return IValue.listFrom(doubles);
        }
        throw new IllegalArgumentException("cannot be passed to TorchScript: " + argument);
    }

    /** The profiling executor re-specialises on new shapes at great cost; set per thread. */
    private void usePlainExecutor() {
        if (!plainExecutor.get()) {
            JniUtils.setGraphExecutorOptimize(false);
            plainExecutor.set(true);
        }
    }
}
