package dev.imago.api.plugin;

import dev.imago.api.Api;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an extension point whose components may start from weights that others trained: recipes may
 * give such a component {@code weights} beside its own keys, a checkpoint or its folder, and have
 * {@code type: auto} take component and keys from the folder's {@code config.json}.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Pretrained {}
