package dev.imago.runtime.recipe;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.ImagoException;
import dev.imago.api.plugin.InvalidValueException;
import dev.imago.runtime.plugin.NearestName;
import dev.imago.runtime.recipe.RecipeNode.Mapping;
import dev.imago.runtime.recipe.RecipeNode.Sequence;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values of a record to be; constructs it and tells what its compact constructor refuses. */
final class RecordDraft<R extends Record> {
    private final RecordShape<R> shape;
    private final Mapping mapping;
    private final RecipeProblems problems;
    private final Object[] values;
    private final Set<String> failed = new HashSet<>();

    RecordDraft(RecordShape<R> shape, Mapping mapping, RecipeProblems problems) {
        this.shape = shape;
        this.mapping = mapping;
        this.problems = problems;
        this.values = new Object[shape.keys().size()];
    }

    void set(int index, Object value) {
        values[index] = value;
    }

    /** The key has no value because of a problem that has been told. */
    void fail(int index) {
        failed.add(shape.keys().get(index).name());
    }

    /**
     * The record; null after a problem. A constructor stops at its first complaint, so it is tried
     * again without the value complained about, until it has no more complaints.
     */
    R construct() {
        while (true) {
            try {
                R record = shape.constructor().newInstance(values);
                return failed.isEmpty() ? record : null;
            } catch (InvocationTargetException e) {
                if (!goesOnAfter(e.getCause())) {
                    return null;
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                problems.add(
                        ErrorCode.PLUGIN_FAILED,
                        mapping.place(),
                        "can't make a " + shape.type().getName() + ": " + e + ".");
                return null;
            }
        }
    }

    private boolean goesOnAfter(Throwable thrown) {
        if (thrown instanceof InvalidValueException invalid) {
            return withoutKeyOf(invalid);
        }
        if (thrown instanceof Error error && !(thrown instanceof LinkageError)) {
            throw error;
        }
        // After another problem this may well be its consequence: a value that is not there.
        if (failed.isEmpty()) {
            tell(thrown);
        }
        return false;
    }

    private void tell(Throwable thrown) {
        if (thrown instanceof ImagoException known) {
            known.problems()
                    .forEach(p -> problems.add(p.code(), mapping.place(), p.message(), p.hint()));
        } else if (thrown instanceof IllegalArgumentException && thrown.getMessage() != null) {
            problems.add(ErrorCode.INVALID_VALUE, mapping.place(), thrown.getMessage() + ".");
        } else {
            problems.add(
                    ErrorCode.PLUGIN_FAILED,
                    mapping.place(),
                    "the config " + shape.type().getSimpleName() + " threw " + thrown + ".");
        }
    }

    private boolean withoutKeyOf(InvalidValueException invalid) {
        String first = invalid.key().split("\\.")[0];
        int index = shape.keys().stream().map(RecordKey::name).toList().indexOf(first);
        boolean given = index >= 0 && values[index] != null;
        // A value that is not there after another problem may well be that problem's consequence.
        if (!given && !failed.isEmpty()) {
            return false;
        }
        failed.add(first);
        String message = invalid.reason();
        // "is required" is Check.required's wording, the only way a record says so.
        boolean missing = !given && message.equals("is required");
        problems.add(
                missing ? ErrorCode.MISSING_KEY : ErrorCode.INVALID_VALUE,
                placeOf(invalid.key()),
                message + ".",
                NearestName.question(invalid.found(), invalid.allowed()));
        if (given) {
            values[index] = null;
        }
        return given;
    }

    /** Where the key's value stands, or the record's own place where the recipe is silent. */
    private Place placeOf(String dottedKey) {
        RecipeNode node = mapping;
        for (String step : List.of(dottedKey.split("\\."))) {
            RecipeNode next = null;
            if (node instanceof Mapping inner) {
                next = inner.get(step);
            } else if (node instanceof Sequence list && step.matches("\\d{1,6}")) {
                int index = Integer.parseInt(step);
                next = index < list.items().size() ? list.items().get(index) : null;
            }
            if (next == null) {
                return node == mapping ? mapping.place().child(dottedKey) : node.place();
            }
            node = next;
        }
        return node.place();
    }
}
