package dev.imago.runtime.recipe;

import dev.imago.api.plugin.DefaultType;
import dev.imago.api.plugin.Doc;
import dev.imago.api.plugin.Flat;
import dev.imago.api.plugin.Spec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;

/**
 * A recipe key, made from a component of a config record.
 *
 * @param name in snake_case
 * @param type what the value is bound to
 * @param doc one sentence; empty where the author wrote none
 * @param required whether a recipe must give it
 * @param existingPath whether its paths must exist
 * @param loneEntry whether a list of one entry may be written as that entry
 * @param tasks which tasks it names
 * @param flat whether its own keys stand in its place
 * @param defaultType the component taken where the recipe is silent; null when there is none
 */
record RecordKey(
        String name,
        Type type,
        String doc,
        boolean required,
        boolean existingPath,
        boolean loneEntry,
        Doc.Tasks tasks,
        boolean flat,
        String defaultType) {

    static RecordKey of(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        DefaultType byDefault = component.getAnnotation(DefaultType.class);
        return new RecordKey(
                snakeCase(component.getName()),
                component.getGenericType(),
                doc == null ? "" : doc.value(),
                doc != null && doc.required(),
                doc != null && doc.existingPath(),
                doc != null && doc.loneEntry(),
                doc == null ? Doc.Tasks.NONE : doc.tasks(),
                component.isAnnotationPresent(Flat.class),
                byDefault == null ? null : byDefault.value());
    }

    /** {@code tokensPerImage} to {@code tokens_per_image}. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Whether the value is a component. */
    boolean isSpec() {
        return isSpec(type);
    }

    static boolean isSpec(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Spec.class;
    }

    /** The extension point of a {@code Spec<Kind>}. */
    static Class<?> kind(Type spec) {
        return raw(argument(spec, 0));
    }

    static Type argument(Type generic, int index) {
        return ((ParameterizedType) generic).getActualTypeArguments()[index];
    }

    /** The class of a type without its arguments. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        throw new IllegalArgumentException("a recipe key can't have the type " + type);
    }
}
