package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One sentence about a recipe key (on a record component) or a component (on its config record).
 * The recipe reference, the JSON schema and error hints are made from it.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface Doc {
    /** What the key sets, its unit and range. */
    String value();

    /** Whether a recipe must give the key (it has no default). */
    boolean required() default false;

    /** Whether the value is a path that must exist when the recipe is checked. */
    boolean existingPath() default false;

    /** Whether a list of one entry may be written as the entry alone; of keys that are lists. */
    boolean loneEntry() default false;

    /**
     * Whether the value names tasks (a text, a list of them, or a map by task), and which: a recipe
     * that names others there is refused before its first stage.
     */
    Tasks tasks() default Tasks.NONE;

    /** Tasks that a key of a stage, or of a component in it, may name. */
    enum Tasks {
        /** The key names no tasks. */
        NONE(""),
        /** Those that an entry of {@code data} trains on. */
        DATA("data"),
        /** Those that an entry of {@code evaluation} has. */
        EVALUATION("evaluation"),
        /** All of the recipe. */
        RECIPE("the recipe");

        private final String place;

        Tasks(String place) {
            this.place = place;
        }

        /** Where such tasks stand, as errors say it. */
        public String place() {
            return place;
        }
    }
}
