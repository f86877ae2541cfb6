package dev.imago.api.plugin;

import dev.imago.api.Api;

/**
 * Offers components to recipes.
 *
 * <p>Found by {@link java.util.ServiceLoader}, on the class path or in a plugin jar; needs a public
 * no-argument constructor. A plugin holds no state: everything it offers is built per recipe.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public interface Plugin {
    /** Lower-kebab-case name, unique among the loaded plugins; shown in errors and reports. */
    String name();

    /**
     * The API version the plugin was compiled against. The default is inlined by the compiler of
     * the plugin's jar only when it is overridden with {@code return Api.VERSION}; plugins shipped
     * as jars should do so, so that a mismatch is named instead of failing later.
     */
    default String apiVersion() {
        return Api.VERSION;
    }

    /** Called once at start, before any recipe is read: one {@code add} for each component. */
    void register(Components components);
}
