package dev.imago.runtime.weights;

import ai.djl.ndarray.types.Shape;
import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.runtime.weights.PickleMachine.BadPickle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pickles of PyTorch's checkpoints mean, and nothing else: tensors over storages, in maps.
 * A pickle can name any function of Python and have it called; here a name is either one of a few,
 * each of which is built in, or the file is refused by that name.
 */
final class TorchPickle implements PickleMachine.World {
    private static final Map<String, TensorType> STORAGES =
            Map.of(
                    "FloatStorage", TensorType.F32,
                    "HalfStorage", TensorType.F16,
                    "BFloat16Storage", TensorType.BF16,
                    "DoubleStorage", TensorType.F64,
                    "LongStorage", TensorType.I64,
                    "IntStorage", TensorType.I32,
                    "CharStorage", TensorType.I8,
                    "ByteStorage", TensorType.U8,
                    "BoolStorage", TensorType.BOOL);

    private static final Map<String, TensorType> DTYPES =
            Map.of(
                    "float32", TensorType.F32,
                    "float16", TensorType.F16,
                    "bfloat16", TensorType.BF16,
                    "float64", TensorType.F64,
                    "int64", TensorType.I64,
                    "int32", TensorType.I32,
                    "int8", TensorType.I8,
                    "uint8", TensorType.U8,
                    "bool", TensorType.BOOL);

    /** Deeper than any checkpoint; a map may hold itself. */
    private static final int DEEPEST = 16;

    private final Path file;
    private final Map<String, Storage> storages = new TreeMap<>();

    TorchPickle(Path file) {
        this.file = file;
    }

    /** Functions that are built in. */
    private enum Function {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        SIZE
    }

    /** A dtype, or a storage class, which stands for one; null for bytes of any dtype. */
    private record Dtype(TensorType type) {}

    /**
     * Bytes that tensors lie in.
     *
     * @param type of its values; null for bytes of any
     * @param count of its values, or bytes
     */
    record Storage(String key, TensorType type, long count) {
        long bytes() {
            return type == null ? count : Math.multiplyExact(count, type.bytes());
        }
    }

    /** A tensor over a storage; offset and strides in values. */
    record Tensor(Storage storage, TensorType type, long offset, long[] size, long[] strides) {}

    /** All storages that were referred to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** Reads one pickle. */
    Object read(ByteBuffer in) {
        try {
            return new PickleMachine(in, this).read();
        } catch (BadPickle e) {
            throw corrupt(e.getMessage());
        } catch (ArithmeticException e) {
            throw corrupt("has sizes that overflow");
        }
    }

    /** The tensors of a whole checkpoint by their keys; those of inner maps with a prefix. */
    Map<String, Tensor> tensors(Object root) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        collect(unwrapped(root), "", tensors, 0);
        return tensors;
    }

    /** Many trainers put the weights into one map among notes. */
    private static Object unwrapped(Object root) {
        if (!(root instanceof Map<?, ?> map)
                || map.values().stream().anyMatch(Tensor.class::isInstance)) {
            return root;
        }
        for (String usual : List.of("state_dict", "model_state_dict", "model", "module")) {
            if (map.get(usual) instanceof Map<?, ?> inner) {
                return inner;
            }
        }
        return root;
    }

    private void collect(Object from, String prefix, Map<String, Tensor> into, int depth) {
        if (from instanceof Tensor tensor) {
            into.put(prefix.isEmpty() ? "tensor" : prefix, tensor);
        } else if (from instanceof Map<?, ?> map && depth < DEEPEST) {
            map.forEach(
                    (key, value) -> {
                        String name = prefix.isEmpty() ? "" + key : prefix + "." + key;
                        collect(value, name, into, depth + 1);
                    });
        }
    }

    @Override
    public Object imported(String module, String name) {
        String whole = module + "." + name;
        if (module.equals("torch") && STORAGES.containsKey(name)) {
            return new Dtype(STORAGES.get(name));
        }
        if (module.equals("torch") && DTYPES.containsKey(name)) {
            return new Dtype(DTYPES.get(name));
        }
        return switch (whole) {
            case "torch.storage.UntypedStorage" -> new Dtype(null);
            case "collections.OrderedDict" -> Function.ORDERED_DICT;
            case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3" ->
                    Function.REBUILD_TENSOR;
            case "torch._utils._rebuild_parameter" -> Function.REBUILD_PARAMETER;
            case "torch.Size" -> Function.SIZE;
            default ->
                    throw new ImagoException(
                            ErrorCode.UNSAFE_FILE,
                            file.toString(),
                            "wants to import "
                                    + whole
                                    + ": only tensors are read, and nothing of a file is ever run");
        };
    }

    @Override
    public Object called(Object function, List<Object> arguments) {
        if (!(function instanceof Function known)) {
            throw corrupt("calls what is no function");
        }
        try {
            return switch (known) {
                case ORDERED_DICT -> ordered(arguments);
                case REBUILD_TENSOR -> tensor(arguments);
                case REBUILD_PARAMETER, SIZE -> arguments.get(0);
            };
        } catch (ClassCastException | IndexOutOfBoundsException e) {
            throw corrupt("calls " + known + " with other arguments than it takes");
        }
    }

    /** An empty one, or one made of pairs. */
    private static Map<Object, Object> ordered(List<Object> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : (List<?>) arguments.get(0)) {
                map.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
            }
        }
        return map;
    }

    private Tensor tensor(List<Object> arguments) {
        Storage storage = (Storage) arguments.get(0);
        TensorType type = storage.type();
        if (arguments.size() > 6 && arguments.get(6) instanceof Dtype given) {
            type = given.type();
        }
        if (type == null) {
            throw corrupt("has a tensor without a dtype");
        }
        long[] size = longs((List<?>) arguments.get(2));
        long[] strides = longs((List<?>) arguments.get(3));
        long offset = (Long) arguments.get(1);
        Tensor tensor = new Tensor(storage, type, offset, size, strides);
        check(tensor);
        return tensor;
    }

    private void check(Tensor tensor) {
        long last = 0;
        long count = 1;
        boolean bad = tensor.size().length != tensor.strides().length || tensor.offset() < 0;
        for (int i = 0; !bad && i < tensor.size().length; i++) {
            long size = tensor.size()[i];
            bad = size < 0 || tensor.strides()[i] < 0;
            count = Math.multiplyExact(count, size);
            last =
                    Math.addExact(
                            last, Math.multiplyExact(Math.max(0, size - 1), tensor.strides()[i]));
        }
        long end = count == 0 ? 0 : Math.addExact(Math.addExact(tensor.offset(), last), 1);
        long held = tensor.storage().bytes() / tensor.type().bytes();
        if (bad || end > held || count > held) {
            throw corrupt(
                    "has a tensor of "
                            + new Shape(tensor.size())
                            + " at "
                            + tensor.offset()
                            + " in a storage of "
                            + held
                            + " values");
        }
    }

    private static long[] longs(List<?> list) {
        return list.stream().mapToLong(value -> (Long) value).toArray();
    }

    /** Notes that PyTorch hangs on a map are of no use here. */
    @Override
    public Object built(Object object, Object state) {
        if (!(object instanceof Map)) {
            throw corrupt("sets the state of what has none");
        }
        return object;
    }

    /** {@code ('storage', class, key, device, count)}; old files add a view, always empty. */
    @Override
    public Object referred(Object id) {
        if (!(id instanceof List<?> parts)
                || parts.size() < 5
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof Dtype dtype)
                || !(parts.get(2) instanceof String key)
                || !(parts.get(4) instanceof Long count)
                || count < 0) {
            throw corrupt("refers to what is no storage");
        }
        if (parts.size() > 5 && parts.get(5) != null) {
            throw corrupt("has a view of a storage, which only very old files have");
        }
        Storage storage = new Storage(key, dtype.type(), count);
        storage.bytes();
        Storage before = storages.putIfAbsent(key, storage);
        return before == null ? storage : before;
    }

    /** The tensors as places in a file. */
    Map<String, TensorInfo> infos(Object root, Map<String, Long> offsets) {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        tensors(root)
                .forEach(
                        (name, tensor) -> {
                            long start = offsets.get(tensor.storage().key());
                            infos.put(
                                    name,
                                    new TensorInfo(
                                            name,
                                            tensor.type(),
                                            new Shape(tensor.size()),
                                            file,
                                            start + tensor.offset() * tensor.type().bytes(),
                                            isContiguous(tensor) ? null : tensor.strides()));
                        });
        return infos;
    }

    private static boolean isContiguous(Tensor tensor) {
        long expected = 1;
        for (int i = tensor.size().length - 1; i >= 0; i--) {
            if (tensor.size()[i] != 1 && tensor.strides()[i] != expected) {
                return false;
            }
            expected *= tensor.size()[i];
        }
        return true;
    }

    /** Keys whose storages a file does not hold whole. */
    List<String> missing(Map<String, Long> sizes) {
        List<String> missing = new ArrayList<>();
        storages.forEach(
                (key, storage) -> {
                    if (sizes.getOrDefault(key, -1L) < storage.bytes()) {
                        missing.add(key);
                    }
                });
        return missing;
    }

    ImagoException corrupt(String message) {
        return new ImagoException(ErrorCode.CORRUPT_FILE, file.toString(), message);
    }
}
