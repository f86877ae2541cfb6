package dev.imago.runtime.plugin;

/**
 * What a plugin offers under a name.
 *
 * @param kind the extension point
 * @param type the name recipes use
 * @param config the record of its recipe keys
 * @param implementation built by Guice
 * @param plugin the name of the plugin that offers it
 * @param <K> the extension point's interface
 */
public record Component<K>(
        Class<K> kind,
        String type,
        Class<? extends Record> config,
        Class<? extends K> implementation,
        String plugin) {}
