package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a record component of type {@link Spec}: the component that is taken, with all its defaults,
 * where the recipe is silent.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DefaultType {
    /** The name of the component, e.g. {@code adamw}. */
    String value();
}
