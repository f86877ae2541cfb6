package dev.imago.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says how much a plugin or service may rely on an element of the public API. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Api {
    /** The version of the API that this jar declares; a plugin built against another is refused. */
    String VERSION = "0.1";

    /** How much the element may still change. */
    enum Status {
        /** May change in any release. */
        EXPERIMENTAL,
        /** Changes only with a major version. */
        STABLE,
        /** Goes away in the next major version. */
        DEPRECATED
    }

    /** The promise made. */
    Status status();

    /** The version that introduced the element. */
    String since();
}
