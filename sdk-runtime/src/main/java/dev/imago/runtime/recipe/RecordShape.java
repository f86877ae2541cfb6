package dev.imago.runtime.recipe;

import dev.imago.api.plugin.Doc;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The recipe keys of a config record, in its order. Binding, the JSON schema and the reference page
 * all read records through this.
 *
 * @param type the record
 * @param keys one for each component
 */
record RecordShape<R extends Record>(Class<R> type, List<RecordKey> keys) {

    static <R extends Record> RecordShape<R> of(Class<R> type) {
        return new RecordShape<>(
                type, Arrays.stream(type.getRecordComponents()).map(RecordKey::of).toList());
    }

    /** What the record is for; empty where its author wrote nothing. */
    String doc() {
        Doc doc = type.getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }

    /** The canonical constructor, also of a record that is not public. */
    Constructor<R> constructor() throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        Constructor<R> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    /** The value of each component, in order. */
    static List<Object> values(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .map(component -> value(record, component))
                .toList();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't read " + component, e);
        }
    }
}
