package dev.imago.runtime.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads the opcodes of one pickle (protocols 0 to 5). It makes texts, numbers, lists and maps;
 * everything else is asked of a {@link World}, which alone decides what a name may mean: nothing is
 * ever looked up or called. A tuple is an immutable list.
 */
final class PickleMachine {
    private static final Object MARK = new Object();

    private final ByteBuffer in;
    private final World world;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** None: a null that can stand on the stack. */
    private static final Object NONE = new Object();

    /** What names, calls and references of a pickle mean. */
    interface World {
        /** What an imported name stands for; refuses by throwing. */
        Object imported(String module, String name);

        /** The result of a call; refuses by throwing. */
        Object called(Object function, List<Object> arguments);

        /** An object with its state set; refuses by throwing. */
        Object built(Object object, Object state);

        /** What lies outside the pickle. */
        Object referred(Object id);
    }

    /** A pickle that breaks the rules of its format. */
    static final class BadPickle extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadPickle(String message) {
            super(message);
        }
    }

    /** Reads from a buffer's position on. */
    PickleMachine(ByteBuffer in, World world) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.world = world;
    }

    /**
     * The object, after which the buffer stands behind the pickle.
     *
     * @throws BadPickle where it is no pickle
     */
    Object read() {
        try {
            while (true) {
                int opcode = in.get() & 0xFF;
                if (opcode == '.') {
                    return plain(pop());
                }
                if (!structure(opcode) && !number(opcode) && !text(opcode) && !object(opcode)) {
                    throw new BadPickle(
                            String.format(
                                    "has the opcode 0x%02x at byte %d, which is none that tensors"
                                            + " need",
                                    opcode, in.position() - 1));
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new BadPickle("ends in the middle of its pickle");
        } catch (ClassCastException | NoSuchElementException e) {
            throw new BadPickle("has a pickle whose parts don't fit together");
        }
    }

    /** Marks, memo, lists, tuples and maps. */
    private boolean structure(int opcode) {
        switch (opcode) {
            case 0x80 -> in.get();
            case 0x95 -> in.getLong();
            case '(' -> stack.push(MARK);
            case '0' -> stack.pop();
            case '1' -> popMarked();
            case '2' -> stack.push(stack.element());
            case 'p' -> memo.put(Integer.parseInt(line()), stack.peek());
            case 'q' -> memo.put(in.get() & 0xFF, stack.peek());
            case 'r' -> memo.put(in.getInt(), stack.peek());
            case 0x94 -> memo.put(memo.size(), stack.peek());
            case 'g' -> recall(Integer.parseInt(line()));
            case 'h' -> recall(in.get() & 0xFF);
            case 'j' -> recall(in.getInt());
            case ']' -> stack.push(new ArrayList<>());
            case 'l' -> stack.push(popMarked());
            case ')' -> stack.push(List.of());
            case 't' -> stack.push(Collections.unmodifiableList(popMarked()));
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 'a' -> append(new ArrayList<>(Collections.singletonList(plain(pop()))));
            case 'e' -> append(popMarked());
            case '}' -> stack.push(new LinkedHashMap<>());
            case 'd' -> {
                List<Object> items = popMarked();
                stack.push(new LinkedHashMap<>());
                put(items);
            }
            case 's' -> {
                Object value = plain(pop());
                Object key = plain(pop());
                List<Object> pair = new ArrayList<>();
                pair.add(key);
                pair.add(value);
                put(pair);
            }
            case 'u' -> put(popMarked());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(int opcode) {
        switch (opcode) {
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.getInt());
            case 'K' -> stack.push((long) (in.get() & 0xFF));
            case 'M' -> stack.push((long) (in.getShort() & 0xFFFF));
            case 'I' -> integer(line());
            case 'L' -> stack.push(Long.parseLong(line().replace("L", "")));
            case 'F' -> stack.push(Double.parseDouble(line()));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 0x8a -> stack.push(big(bytes(in.get() & 0xFF)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int opcode) {
        switch (opcode) {
            case 'X' -> stack.push(utf8(bytes(in.getInt())));
            case 0x8c -> stack.push(utf8(bytes(in.get() & 0xFF)));
            case 0x8d -> stack.push(utf8(bytes(Math.toIntExact(in.getLong()))));
            case 'V' -> stack.push(line());
            case 'U' -> stack.push(utf8(bytes(in.get() & 0xFF)));
            case 'T' -> stack.push(utf8(bytes(in.getInt())));
            case 'C' -> stack.push(bytes(in.get() & 0xFF));
            case 'B' -> stack.push(bytes(in.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 'c' -> {
                String module = line();
                stack.push(world.imported(module, line()));
            }
            case 0x93 -> {
                String name = (String) pop();
                stack.push(world.imported((String) pop(), name));
            }
            case 'R', 0x81 -> {
                List<Object> arguments = list(pop());
                stack.push(kept(world.called(pop(), arguments)));
            }
            case 'b' -> {
                Object state = plain(pop());
                stack.push(kept(world.built(pop(), state)));
            }
            case 'Q' -> stack.push(world.referred(plain(pop())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void integer(String text) {
        stack.push(
                switch (text) {
                    case "00" -> (Object) false;
                    case "01" -> true;
                    default -> Long.parseLong(text);
                });
    }

    /** Two's complement, the lowest byte first. */
    private static Object big(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        var value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(reversed);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void recall(int index) {
        Object known = memo.get(index);
        if (known == null) {
            throw new BadPickle("recalls the object " + index + ", which it never made");
        }
        stack.push(known);
    }

    private void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = plain(pop());
        }
        stack.push(Collections.unmodifiableList(Arrays.asList(items)));
    }

    @SuppressWarnings("unchecked") // all lists here are of objects
    private static List<Object> list(Object object) {
        return (List<Object>) object;
    }

    private void append(List<Object> items) {
        list(stack.element()).addAll(items);
    }

    @SuppressWarnings("unchecked") // all maps here are of objects
    private void put(List<Object> keysAndValues) {
        Map<Object, Object> map = (Map<Object, Object>) stack.element();
        for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (key instanceof Map || key instanceof List) {
                // It might hold itself, and has no use in a checkpoint.
                throw new BadPickle("has a collection as the key of a map");
            }
            map.put(key, keysAndValues.get(i + 1));
        }
    }

    private List<Object> popMarked() {
        List<Object> items = new ArrayList<>();
        for (Object top = stack.pop(); top != MARK; top = stack.pop()) {
            items.add(plain(top));
        }
        Collections.reverse(items);
        return items;
    }

    private Object pop() {
        return stack.pop();
    }

    private static Object plain(Object onStack) {
        return onStack == NONE ? null : onStack;
    }

    private static Object kept(Object made) {
        return made == null ? NONE : made;
    }

    /** A length that the rest of the pickle can't hold is refused before memory is taken. */
    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BadPickle("ends in the middle of its pickle");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char c = (char) (in.get() & 0xFF); c != '\n'; c = (char) (in.get() & 0xFF)) {
            line.append(c);
        }
        return line.toString();
    }
}
